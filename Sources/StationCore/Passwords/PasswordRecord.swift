import StationProtocol

/// An account's password as the ledger holds it.
public struct PasswordRecord: Sendable {
    public var hash: PasswordHash
    /// Given by somebody else, and so good for nothing but being changed.
    public var isTemporary: Bool
    public var changedAt: Timestamp
    /// Of a temporary one.
    public var expiresAt: Timestamp?
    /// Earlier ones, newest first, as many as an organization may want remembered.
    public var earlier: [PasswordHash]

    public init(
        hash: PasswordHash, isTemporary: Bool, changedAt: Timestamp, expiresAt: Timestamp? = nil,
        earlier: [PasswordHash] = []
    ) {
        self.hash = hash
        self.isTemporary = isTemporary
        self.changedAt = changedAt
        self.expiresAt = expiresAt
        self.earlier = earlier
    }

    /// When it is no longer good: a temporary one for anything, another one for logging in before it was changed.
    func expiry(_ policy: PasswordPolicy) -> Timestamp? {
        if isTemporary { return expiresAt }
        guard policy.maximumAgeDays > 0 else { return nil }
        return Timestamp(milliseconds: changedAt.milliseconds + policy.maximumAgeDays * 86_400_000)
    }
}
