import GRDB
import StationCore

/// How far the ledger is: the newest audit record, and how many batches were written. The second tells, after a commit of
/// unknown outcome, whether it happened; the first, whether records at the end of the audit were taken out.
struct LedgerProgress {
    var audit: (seq: Int64, hash: Digest)
    var batches: Int64
    /// Milliseconds that the longest of all ended sessions lasted, by its id (``GrantTime``).
    var longest: Int64

    static func read(_ database: Database) throws -> LedgerProgress {
        guard let row = try Row.fetchOne(database, sql: "SELECT head_seq, head_hash, batches, longest FROM ledger")
        else {
            throw LedgerError(message: "the ledger has lost its first table", remedy: "restore a backup")
        }
        return LedgerProgress(
            audit: (row["head_seq"], try row.digest("head_hash")), batches: row["batches"],
            longest: row["longest"])
    }
}
