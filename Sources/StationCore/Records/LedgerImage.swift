import StationProtocol

/// What the ledger held when it was opened: all that the broker decides on.
public struct LedgerImage: Sendable {
    public var organizations: [Organization] = []
    public var accounts: [Account] = []
    public var passwords: [(Slug, Username, PasswordRecord)] = []
    public var knownSources: [(Slug, Username, KnownSource)] = []
    public var failures: [FailureRecord] = []
    public var lastStations: [(Slug, Username, StationID)] = []
    public var pools: [PoolRecord] = []
    /// Sessions that had not ended.
    public var sessions: [SessionRecord] = []
    /// Ended sessions whose stations are still kept for their accounts.
    public var cooling: [SessionRecord] = []
    public var reservations: [ReservationRecord] = []
    public var drain: DrainRecord?
    /// The newest ended ones, oldest first, for answers to late clients.
    public var ended: [SessionRecord] = []
    public var requestKeys: [RequestKeyRecord] = []
    /// The greatest fence ever granted.
    public var lastFence: Int64 = 0

    public init() {}
}
