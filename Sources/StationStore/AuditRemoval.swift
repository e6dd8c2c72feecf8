import GRDB
import StationCore
import StationProtocol

/// Removes old records. The hash of the last one removed stays as the anchor: the chain goes on from there.
enum AuditRemoval {
    /// Records looked at in one piece, so that nobody's commit waits for long.
    static let piece = 500

    /// Removes what is older than `moment`, at most a piece of it.
    ///
    /// - Returns: how many records were removed.
    static func step(before moment: Timestamp, _ database: Database) throws -> Int {
        var last: (seq: Int64, hash: Digest)?
        var count = 0
        let rows = try Row.fetchCursor(
            database, sql: "SELECT seq, record, hash FROM audit ORDER BY seq LIMIT \(piece)")
        while let row = try rows.next() {
            let record = try AuditRecord(reply: try JSONReader.read(row["record"] as String))
            guard record.at < moment else { break }
            last = (row["seq"], try row.digest("hash"))
            count += 1
        }
        guard let last else { return 0 }
        try database.inTransaction(.immediate) {
            try database.execute(sql: "DELETE FROM audit WHERE seq <= ?", arguments: [last.seq])
            try database.execute(
                sql: "UPDATE ledger SET anchor_seq = ?, anchor_hash = ?", arguments: [last.seq, last.hash.blob])
            return .commit
        }
        return count
    }
}
