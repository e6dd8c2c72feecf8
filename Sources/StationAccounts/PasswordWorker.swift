import StationCore
import StationProtocol

/// Does what the broker asks of passwords. Slow: runs on threads of its own.
public struct PasswordWorker: Sendable {
    public let hasher: PasswordHasher
    private let blocklist: Set<String>

    /// - Parameter blocklist: passwords that are refused where an organization wants common ones refused, beside those
    ///   that libzxcvbn knows.
    public init(_ hasher: PasswordHasher, blocklist: Set<String> = []) {
        self.hasher = hasher
        self.blocklist = Set(blocklist.map { $0.precomposedStringWithCanonicalMapping.lowercased() })
    }

    /// - Throws: ``HashFault`` when a hash could not be made.
    public func run(_ work: PasswordWork) throws -> PasswordOutcome {
        switch work {
        case .verify(let password, let hash):
            guard try hasher.verify(password, hash), let hash else { return .wrong }
            return .right(rehashed: hasher.isOutdated(hash) ? try hasher.hash(password) : nil)
        case .change(let current, let hash, let new, let requirements):
            guard try hasher.verify(current, hash), hash != nil else { return .wrong }
            var findings = findings(new, requirements)
            if PasswordHasher.bytes(new) == PasswordHasher.bytes(current) {
                findings.append(RuleFinding(.notCurrent, met: false, "another one than now"))
            } else if findings.allSatisfy(\.met),
                // A hash each, so only when all else is well.
                try requirements.earlier.contains(where: { try hasher.matches(new, $0) })
            {
                findings.append(
                    RuleFinding(.notReused, met: false, "none of the last \(requirements.policy.reuseHistory)"))
            }
            return try accept(new, findings)
        case .accept(let new, let requirements): return try accept(new, findings(new, requirements))
        }
    }

    private func accept(_ password: Password, _ findings: [RuleFinding]) throws -> PasswordOutcome {
        guard findings.allSatisfy(\.met) else { return .rejected(findings) }
        return .hashed(try hasher.hash(password))
    }

    private func findings(_ password: Password, _ requirements: PasswordWork.Requirements) -> [RuleFinding] {
        let strength = Strength(password, words: requirements.words)
        return PasswordRules(requirements, blocklist: blocklist).findings(password, strength)
    }

    /// What is told while a password is typed; takes about a millisecond.
    public func check(_ password: Password, _ requirements: PasswordWork.Requirements) -> PasswordCheck.Reply {
        let strength = Strength(password, words: requirements.words)
        var reply = PasswordCheck.Reply()
        reply.rules = PasswordRules(requirements, blocklist: blocklist).findings(password, strength)
        // Here only what stands in the request is known.
        for index in reply.rules.indices where reply.rules[index].rule == .noOwnWords {
            reply.rules[index].text =
                "without your login and your organization's name; your own name and station are looked at when it is set"
        }
        reply.acceptable = reply.rules.allSatisfy(\.met)
        reply.score = strength.score
        reply.suggestions = strength.suggestions
        return reply
    }
}
