import StationCore
import StationProtocol
import Testing

@testable import StationAccounts

@Suite struct HasherTests {
    private let hasher: PasswordHasher

    init() throws { hasher = try PasswordHasher() }

    @Test("a hash is Argon2id in the PHC format with the parameters asked for, and salted")
    func format() throws {
        let password = try #require(Password("correct horse"))
        let (one, two) = (try hasher.hash(password), try hasher.hash(password))
        #expect(one.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(one != two)
        #expect(!one.text.contains("horse"))
    }

    @Test("the right password is right, all others are wrong, and so is any without a hash")
    func verify() throws {
        let password = try #require(Password("correct horse"))
        let hash = try hasher.hash(password)
        #expect(try hasher.verify(password, hash))
        for other in ["correct hors", "correct horse ", "Correct horse", "correct horse\u{0}", "x"] {
            #expect(try !hasher.verify(#require(Password(other)), hash), "\(other)")
        }
        #expect(try !hasher.verify(password, nil))
    }

    @Test("nothing of a long password is cut off, and a NUL ends nothing")
    func wholeLength() throws {
        let long = String(repeating: "ä", count: 127)
        let hash = try hasher.hash(#require(Password(long + "1")))
        #expect(try hasher.verify(#require(Password(long + "1")), hash))
        #expect(try !hasher.verify(#require(Password(long + "2")), hash))
        let withNul = try hasher.hash(#require(Password("abc\u{0}def")))
        #expect(try !hasher.verify(#require(Password("abc\u{0}xyz")), withNul))
    }

    @Test("a letter is the same however the keyboard composed it")
    func normalization() throws {
        let hash = try hasher.hash(#require(Password("Caf\u{E9} 1234")))
        #expect(try hasher.verify(#require(Password("Cafe\u{301} 1234")), hash))
        #expect(try !hasher.verify(#require(Password("Cafe 1234")), hash))
    }

    @Test("a hash by weaker parameters is to be made again, one by the same or stronger ones is not")
    func outdated() throws {
        let password = try #require(Password("correct horse"))
        let hash = try hasher.hash(password)
        #expect(!hasher.isOutdated(hash))
        let stronger = try PasswordHasher(HashParameters(memoryKiB: 19_456, iterations: 3))
        #expect(stronger.isOutdated(hash))
        #expect(try stronger.verify(password, hash))
        #expect(try !hasher.isOutdated(stronger.hash(password)))
        let work = PasswordWork.verify(password, against: hash)
        guard case .right(let rehashed?) = try PasswordWorker(stronger).run(work) else {
            Issue.record("the hash was not made again")
            return
        }
        #expect(rehashed.text.contains("t=3"))
    }

    @Test("what is wrong costs a hash by each of the parameters in use, whatever it is held against")
    func equalWork() throws {
        let password = try #require(Password("correct horse"))
        let wrong = try #require(Password("wrong horse"))
        let heavy = HashParameters(memoryKiB: 19_456, iterations: 12)
        let now = try PasswordHasher(heavy, others: [.least])
        let (old, new) = (try hasher.hash(password), try now.hash(password))
        func seconds(_ hash: PasswordHash?) throws -> Double {
            let clock = ContinuousClock()
            return try (0..<3).map { _ in
                var isRight = true
                let time = try clock.measure { isRight = try now.verify(wrong, hash) }
                #expect(!isRight)
                return time / .seconds(1)
            }.min()!
        }
        let times = try [nil, old, new].map(seconds)
        // Without it the old hash would take a seventh of the time.
        #expect(times.max()! / times.min()! < 2.5, "\(times)")
        #expect(try now.verify(password, old) && now.verify(password, new))
    }

    @Test("a temporary password is typed easily, is never the same twice, and is verified like any other")
    func temporary() throws {
        var random = SystemRandomNumberGenerator()
        let passwords = (0..<1_000).map { _ in TemporaryPassword.make(using: &random) }
        #expect(Set(passwords.map(\.text)).count == passwords.count)
        for password in passwords {
            #expect(password.text.wholeMatch(of: /[2-9a-hjkmnp-tv-z]{4}(-[2-9a-hjkmnp-tv-z]{4}){3}/) != nil)
        }
        let hash = TemporaryPassword.hash(passwords[0], using: &random)
        #expect(try hasher.verify(passwords[0], hash))
        #expect(try !hasher.verify(passwords[1], hash))
        for typed in [
            passwords[0].text.uppercased(), passwords[0].text.replacing("-", with: ""),
            " \(passwords[0].text.replacing("-", with: " ")) ",
        ] {
            #expect(try hasher.verify(#require(Password(typed)), hash), "\(typed)")
        }
        #expect(!hash.text.contains(passwords[0].text))
        #expect(!hasher.isOutdated(hash))
    }

    @Test("a password shows itself in no description, dump or mirror")
    func hidden() throws {
        let password = try #require(Password("marked-secret"))
        var dumped = ""
        dump(PasswordWork.verify(password, against: nil), to: &dumped)
        for text in ["\(password)", String(reflecting: password), dumped, "\([password])"] {
            #expect(!text.contains("marked-secret"), "\(text)")
        }
    }
}
