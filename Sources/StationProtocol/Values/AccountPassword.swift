/// What is known of an account's password; never the password.
public struct AccountPassword: WireObject, Equatable {
    public var state = PasswordState.none
    public var changedAt: Timestamp?
    /// When a temporary one ends, or another one has to be changed.
    public var expiresAt: Timestamp?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("state", &state)
        try visitor.optional("changedAt", &changedAt)
        try visitor.optional("expiresAt", &expiresAt)
    }
}

/// Failed logins of an account, from all sources together, that have not been forgotten.
public struct AccountThrottle: WireObject, Equatable {
    public var failures: Int64 = 0
    /// How many sources they came from.
    public var sources: Int64 = 0
    public var lastFailureAt: Timestamp?
    /// Until when the source that fails most has to wait.
    public var delayedUntil: Timestamp?
    /// Until when the account is locked for every source.
    public var lockedUntil: Timestamp?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("failures", &failures)
        try visitor.required("sources", &sources)
        try visitor.optional("lastFailureAt", &lastFailureAt)
        try visitor.optional("delayedUntil", &delayedUntil)
        try visitor.optional("lockedUntil", &lockedUntil)
    }
}
