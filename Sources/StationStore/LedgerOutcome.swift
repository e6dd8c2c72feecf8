import StationCore
import StationProtocol

/// What became of a commit, and how the ledger does.
public enum LedgerOutcome: Sendable {
    case committed(TransactionID)
    /// Nothing of it is on disk, and nothing ever will be.
    case failed(TransactionID)
    /// A commit's outcome is unknown: the ledger is being reopened, and nothing is decided until it has been.
    case recovering(String)
    /// The ledger has been read back and can be written again.
    case recovered
}

/// Figures about the ledger's work.
public struct LedgerFigures: Sendable {
    public var commits: Int64 = 0
    public var changes: Int64 = 0
    public var failures: Int64 = 0
    /// What the last failure said, until a commit succeeds again.
    public var problem: String?
    public var isRecovering = false
    /// The newest audit record on disk.
    var audit: (seq: Int64, hash: Digest) = (0, AuditChain.beginning)

    public var auditHead: AuditHead { AuditHead(audit) }
}
