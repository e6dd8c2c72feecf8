import StationProtocol

extension Output {
    /// The requirements in force, one a line, in words.
    static func passwordFacts(_ policies: Policies) -> [(String, String)] {
        let policy = policies.password
        var facts = requirements(policy).map { ("  \($0.0)", $0.1) }
        facts.append(
            (
                "  to be changed",
                policy.maximumAgeDays > 0
                    ? "after \(policy.maximumAgeDays) days, told from \(policy.warningDays) days before" : "never"
            ))
        facts.append(
            (
                "  locked",
                policy.lockAfterFailures > 0
                    ? "after \(policy.lockAfterFailures) failed logins, for \(Words.seconds(policy.lockSeconds))"
                    : "never; guessing is slowed down"
            ))
        facts.append(("  temporary ones", "good for \(policies.temporaryPasswordHours) h"))
        facts.append(
            (
                "  a new one",
                policies.passwordChangeEndsSessions ? "ends the account's other sessions" : "ends no session"
            ))
        return facts
    }

    /// What a new password must be.
    static func requirements(_ policy: PasswordPolicy) -> [(String, String)] {
        var facts = [("length", "\(policy.minimumLength) to \(policy.maximumLength) characters")]
        var made: [String] = policy.requiredRules.map(rule)
        if policy.rulesNeeded > 0 {
            let all = CharacterRule.allCases.map(rule).joined(separator: "; ")
            made.append(policy.rulesNeeded == 3 ? "all of: \(all)" : "\(policy.rulesNeeded) of: \(all)")
        }
        facts.append(("made of", made.isEmpty ? "anything" : made.joined(separator: "; and ")))
        var refused: [String] = []
        if policy.blocklist { refused.append("common passwords") }
        if policy.ownWords { refused.append("names of the person and the organization") }
        if policy.reuseHistory > 0 { refused.append("the last \(policy.reuseHistory)") }
        if policy.minimumScore > 0 { refused.append("a strength below \(policy.minimumScore) of 4") }
        facts.append(("refused", refused.isEmpty ? "nothing more" : refused.joined(separator: ", ")))
        return facts
    }

    private static func rule(_ rule: CharacterRule) -> String {
        switch rule {
        case .mixedCase: "upper and lower case"
        case .lettersAndDigits: "letters and digits"
        case .specialCharacter: "a special character"
        }
    }

    /// An account that was given a temporary password: shown this once.
    static func given(_ reply: TemporaryPasswordReply) -> Output {
        var output = Output.account(reply.account)
        guard let password = reply.temporaryPassword, case .facts(let facts) = output.body else { return output }
        output.json = reply.json
        output.body = .facts(facts + [("temporary password", "\(password.text)  (shown only now: hand it over)")])
        return output
    }

    static func check(_ reply: PasswordCheck.Reply) -> Output {
        let words = ["very weak", "weak", "fair", "good", "strong"]
        var facts = [("strength", "\(reply.score) of 4 (\(words[Int(min(4, max(0, reply.score)))]))")]
        facts += reply.rules.map { ($0.met ? "met" : "NOT MET", $0.text) }
        facts += reply.suggestions.map { ("suggestion", $0) }
        return Output(json: reply.json, body: .facts(facts))
    }
}
