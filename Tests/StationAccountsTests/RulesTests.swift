import Foundation
import StationCore
import StationProtocol
import Testing

@testable import StationAccounts

@Suite struct RulesTests {
    private func unmet(
        _ password: String, _ policy: PasswordPolicy = .classic, words: [String] = [], blocklist: Set<String> = []
    ) throws -> [PasswordRule] {
        let requirements = PasswordWork.Requirements(policy: policy, words: words)
        let password = try #require(Password(password))
        return PasswordRules(requirements, blocklist: blocklist)
            .findings(password, Strength(password, words: words)).filter { !$0.met }.map(\.rule)
    }

    @Test("classic is the seed rule: 8 characters and two of the three, nothing else")
    func classic() throws {
        for good in ["Abcdefg1", "abcdefg1!", "ABCdefg!", "password1!", "Password", "aaaaaaa1$", "ÄÖüabcde"]
        where good != "Password" {
            let expected: [PasswordRule] = good == "ÄÖüabcde" ? [.rulesNeeded] : []
            #expect(try unmet(good) == expected, "\(good)")
        }
        for bad in ["Password", "abcdefgh", "12345678", "abcdefg1", "abcdefg!", "ABCDEFGH", "!!!!!!!!"] {
            #expect(try unmet(bad) == [.rulesNeeded], "\(bad)")
        }
        #expect(try unmet("Abcde1!") == [.minimumLength])
        #expect(try unmet("abc") == [.minimumLength, .rulesNeeded])
    }

    @Test("lengths are counted in characters after normalization, at n−1, n and n+1")
    func lengths() throws {
        #expect(try unmet("Ab1" + String(repeating: "é", count: 4)) == [.minimumLength])
        #expect(try unmet("Ab1" + String(repeating: "é", count: 5)) == [])
        #expect(try unmet("Ab1" + String(repeating: "e\u{301}", count: 4)) == [.minimumLength])
        #expect(try unmet("Ab1" + String(repeating: "e\u{301}", count: 5)) == [])
        #expect(try unmet("Ab1" + String(repeating: "🙂", count: 124)) == [])
        #expect(try unmet("Ab1" + String(repeating: "🙂", count: 125)) == [])
        #expect(try unmet("Ab1" + String(repeating: "🙂", count: 126)) == [.maximumLength])
    }

    @Test("the three rules, in any script")
    func characterRules() {
        func met(_ text: String) -> [CharacterRule] { CharacterRule.allCases.filter { PasswordRules.meets($0, text) } }
        #expect(met("aB") == [.mixedCase])
        #expect(met("äÖ") == [.mixedCase])
        #expect(met("жЖ") == [.mixedCase])
        #expect(met("a1") == [.lettersAndDigits])
        #expect(met("ع٣") == [.lettersAndDigits])
        #expect(met("漢5") == [.lettersAndDigits])
        #expect(met("%") == [.specialCharacter])
        #expect(met("🙂") == [.specialCharacter])
        #expect(met("a b") == [])
        #expect(met("1") == [])
        #expect(met("aB1%") == CharacterRule.allCases)
    }

    @Test("nist asks for 15 characters that are not common, and for no composition")
    func nist() throws {
        #expect(try unmet("correct horse ba", .nist) == [])
        #expect(try unmet("correcthorse b", .nist) == [.minimumLength])
        #expect(try unmet("пароль из четырёх слов", .nist) == [])
        for common in [
            "passwordpassword", "aaaaaaaaaaaaaaa", "123456789012345", "qwertyuiopasdfgh", "iloveyouiloveyou",
        ] {
            #expect(try unmet(common, .nist) == [.notCommon], "\(common)")
        }
        #expect(try unmet("Tulpen aus Amsterdam", .nist, blocklist: ["tulpen aus amsterdam"]) == [.notCommon])
        #expect(try unmet(String(repeating: "xq7 ", count: 32), .nist).contains(.maximumLength) == false)
    }

    @Test("own words are not part of it, but short ones may be")
    func ownWords() throws {
        let words = ["acme", "anna.schmidt", "4021", "ann"]
        #expect(try unmet("long live ACME and me", .nist, words: words) == [.noOwnWords])
        #expect(try unmet("station 4021 is where", .nist, words: words) == [.noOwnWords])
        #expect(try unmet("anna.schmidt likes tea", .nist, words: words) == [.noOwnWords])
        #expect(try unmet("the channel is cold now", .nist, words: words) == [])
    }

    @Test("pci asks for 12 characters with letters and digits")
    func pci() throws {
        #expect(try unmet("abcdefghijk1", .pci) == [])
        #expect(try unmet("abcdefghij1", .pci) == [.minimumLength])
        #expect(try unmet("abcdefghijkl", .pci) == [.lettersAndDigits])
    }

    @Test("strength has its steps at 10^3, 10^6, 10^8 and 10^10 guesses")
    func scores() throws {
        func score(_ text: String) throws -> Int64 { Strength(try #require(Password(text)), words: []).score }
        #expect(try score("password") == 0)
        #expect(try score("passwordpassword") == 0)
        #expect(try score("trustno1trustno1") == 1)
        #expect(try score("1qaz2wsx3edc4rfv") == 3)
        #expect(try score("correct horse battery staple") == 4)
        let plain = Strength(try #require(Password("schmidtacme")), words: [])
        let own = Strength(try #require(Password("schmidtacme")), words: ["schmidt", "acme"])
        #expect(own.guesses < plain.guesses)
    }

    @Test("a change is refused for the same password again, for one of the last few, and not for one before")
    func history() throws {
        let worker = PasswordWorker(try PasswordHasher())
        func hash(_ text: String) throws -> PasswordHash { try worker.hasher.hash(#require(Password(text))) }
        var policy = PasswordPolicy.classic
        policy.reuseHistory = 2
        let earlier = [try hash("Earlier 1"), try hash("Earlier 2")]
        func outcome(_ new: String) throws -> [PasswordRule]? {
            let work = PasswordWork.change(
                try #require(Password("Current 0")), against: try hash("Current 0"), new: try #require(Password(new)),
                PasswordWork.Requirements(policy: policy, words: [], earlier: earlier))
            guard case .rejected(let findings) = try worker.run(work) else { return nil }
            return findings.filter { !$0.met }.map(\.rule)
        }
        #expect(try outcome("Current 0") == [.notCurrent])
        #expect(try outcome("Earlier 1") == [.notReused])
        #expect(try outcome("Earlier 2") == [.notReused])
        #expect(try outcome("Earlier 3") == nil)
        #expect(try outcome("short") == [.minimumLength, .rulesNeeded])
    }
}
