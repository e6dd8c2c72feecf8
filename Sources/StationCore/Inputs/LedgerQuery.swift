import StationProtocol

/// A question that only the ledger can answer, already checked and bounded to what the caller may see.
public enum LedgerQuery: Sendable {
    case history(HistoryQuery)
    case session(SessionID, organization: Slug?)
    case audit(AuditQuery)
    /// Recompute the hash chain, and look whether it contains this head.
    case verify(AuditHead?)
}

public struct HistoryQuery: Sendable {
    public var organization: Slug?
    public var account: Username?
    public var station: StationID?
    public var at: Timestamp?
    public var from: Timestamp?
    public var to: Timestamp?
    /// Only sessions that have ended, with one of these reasons.
    public var reasons: [EndReason]?
    public var limit: Int64
    /// Only sessions opened before this one.
    public var before: SessionID?
}

public struct AuditQuery: Sendable {
    public var organization: Slug?
    public var from: Timestamp?
    public var to: Timestamp?
    public var limit: Int64
    /// Only records before this one.
    public var before: Int64?
}
