import GRDB
import StationCore

/// How far the ledger is: what tells, after a commit of unknown outcome, whether it happened.
///
/// Nearly every batch has audit records; one that has none leaves a mark instead.
struct LedgerProgress {
    var audit: (seq: Int64, hash: Digest)
    var marks: Int64

    static func read(_ database: Database) throws -> LedgerProgress {
        LedgerProgress(
            audit: try AuditChain.head(database),
            marks: try Int64.fetchOne(database, sql: "SELECT marks FROM ledger") ?? 0)
    }

    func isBeyond(_ other: LedgerProgress) -> Bool { audit.seq > other.audit.seq || marks > other.marks }
}
