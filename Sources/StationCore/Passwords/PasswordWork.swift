import StationProtocol

/// Work on passwords that takes too long for the broker: it asks, and is told the outcome.
public enum PasswordWork: Sendable {
    /// Is this the account's? Without a hash the same work is done for nothing, so that time tells nothing.
    case verify(Password, against: PasswordHash?)
    /// The same, and then whether the new one is good enough, and its hash.
    case change(Password, against: PasswordHash?, new: Password, Requirements)
    /// Is this one good enough, and its hash.
    case accept(Password, Requirements)

    /// What a new password is held against.
    public struct Requirements: Sendable {
        public var policy: PasswordPolicy
        /// Words that a stranger would try first: names and numbers of the account and its organization.
        public var words: [String]
        public var earlier: [PasswordHash]

        public init(policy: PasswordPolicy, words: [String], earlier: [PasswordHash] = []) {
            self.policy = policy
            self.words = words
            self.earlier = earlier
        }
    }
}

/// What came of it.
public enum PasswordOutcome: Sendable {
    /// It is the account's. `rehashed`: the same password once more, where its hash was made by weaker parameters.
    case right(rehashed: PasswordHash?)
    case wrong
    /// The new one is good: its hash.
    case hashed(PasswordHash)
    /// The new one is not: the rules it does not meet.
    case rejected([RuleFinding])
    /// Too much is waiting: nothing was done.
    case overloaded(retryAfterSeconds: Int64)
    /// Nobody waits for it any more: nothing was done.
    case abandoned
}
