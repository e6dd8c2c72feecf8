import Foundation
import StationCore
import StationProtocol

/// Holds a password against an organization's requirements.
public struct PasswordRules: Sendable {
    /// Letters of a word below which it is not looked for inside a password: "ann" is part of too much.
    static let shortestOwnWord = 4

    let requirements: PasswordWork.Requirements
    /// Passwords that the administrator has listed, folded to lower case.
    let blocklist: Set<String>

    public init(_ requirements: PasswordWork.Requirements, blocklist: Set<String> = []) {
        self.requirements = requirements
        self.blocklist = blocklist
    }

    /// Every rule that the organization has, met or not.
    public func findings(_ password: Password, _ strength: Strength) -> [RuleFinding] {
        let policy = requirements.policy
        let text = password.text.precomposedStringWithCanonicalMapping
        let length = Int64(text.unicodeScalars.count)
        var findings = [
            RuleFinding(
                .minimumLength, met: length >= policy.minimumLength, "at least \(policy.minimumLength) characters")
        ]
        findings.append(
            RuleFinding(
                .maximumLength, met: length <= policy.maximumLength, "at most \(policy.maximumLength) characters"))
        findings += characterFindings(text)
        if policy.blocklist {
            let isListed = blocklist.contains(text.lowercased())
            findings.append(
                RuleFinding(.notCommon, met: !strength.isCommon && !isListed, "not one of the common passwords"))
        }
        if policy.ownWords {
            findings.append(
                RuleFinding(
                    .noOwnWords, met: !holdsOwnWord(text), "without your name, your station or your organization"))
        }
        if policy.minimumScore > 0 {
            findings.append(
                RuleFinding(
                    .minimumScore, met: strength.score >= policy.minimumScore,
                    "a strength of at least \(policy.minimumScore) of 4"))
        }
        return findings
    }

    private func characterFindings(_ text: String) -> [RuleFinding] {
        let policy = requirements.policy
        let met = CharacterRule.allCases.filter { PasswordRules.meets($0, text) }
        var findings: [RuleFinding] = []
        if policy.rulesNeeded > 0 {
            findings.append(
                RuleFinding(
                    .rulesNeeded, met: met.count >= policy.rulesNeeded,
                    policy.rulesNeeded == 3
                        ? "all three: \(PasswordRules.list)"
                        : "\(policy.rulesNeeded) of these three: \(PasswordRules.list)"))
        }
        for rule in CharacterRule.allCases where policy.requiredRules.contains(rule) {
            findings.append(RuleFinding(PasswordRules.rule(rule), met: met.contains(rule), PasswordRules.text(rule)))
        }
        return findings
    }

    static let list = CharacterRule.allCases.map(text).joined(separator: "; ")

    static func text(_ rule: CharacterRule) -> String {
        switch rule {
        case .mixedCase: "upper and lower case letters"
        case .lettersAndDigits: "letters and digits"
        case .specialCharacter: "a special character such as % $ # !"
        }
    }

    static func rule(_ rule: CharacterRule) -> PasswordRule {
        switch rule {
        case .mixedCase: .mixedCase
        case .lettersAndDigits: .lettersAndDigits
        case .specialCharacter: .specialCharacter
        }
    }

    static func meets(_ rule: CharacterRule, _ text: String) -> Bool {
        let scalars = text.unicodeScalars
        switch rule {
        case .mixedCase:
            return scalars.contains(where: \.properties.isUppercase)
                && scalars.contains(where: \.properties.isLowercase)
        case .lettersAndDigits:
            return scalars.contains(where: \.properties.isAlphabetic) && scalars.contains(where: isDigit)
        case .specialCharacter:
            return scalars.contains { scalar in
                let properties = scalar.properties
                return !properties.isAlphabetic && !isDigit(scalar) && !properties.isWhitespace
                    && ![.control, .nonspacingMark].contains(properties.generalCategory)
            }
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .decimalNumber
    }

    private func holdsOwnWord(_ text: String) -> Bool {
        let folded = text.lowercased()
        return requirements.words.map { $0.lowercased() }.contains { word in
            folded == word || (word.count >= PasswordRules.shortestOwnWord && folded.contains(word))
        }
    }
}
