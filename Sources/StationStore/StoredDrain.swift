import GRDB
import StationCore
import StationProtocol

/// The one row that says that this host takes no new work sessions.
enum StoredDrain {
    static func write(_ record: DrainRecord?, _ database: Database) throws {
        guard let record else { return try database.execute(sql: "DELETE FROM drain") }
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO drain (only, since, uid, mode, deadline_seconds, comment)
                VALUES (1, ?, ?, ?, ?, ?)
                """,
            arguments: [
                record.since.milliseconds, Int64(record.uid), record.mode.rawValue, record.deadlineSeconds,
                record.comment?.text,
            ])
    }

    static func read(_ database: Database) throws -> DrainRecord? {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM drain") else { return nil }
        return DrainRecord(
            since: row.time("since"), uid: UInt32(row["uid"] as Int64), mode: try row.word("mode"),
            deadlineSeconds: row["deadline_seconds"], comment: try row.optionalName("comment"))
    }
}
