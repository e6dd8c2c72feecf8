import StationProtocol

/// A pool as the ledger holds it.
public struct PoolRecord: Sendable {
    public var pool: Pool
    /// Pools are used in the order of these.
    public var ordinal: Int64

    public init(pool: Pool, ordinal: Int64) {
        self.pool = pool
        self.ordinal = ordinal
    }
}
