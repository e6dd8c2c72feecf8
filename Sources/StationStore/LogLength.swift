import GRDB
import GRDBSQLite

/// How many pages the write-ahead log holds, as SQLite tells after each commit. Used on the ledger's own queue only.
final class LogLength: @unchecked Sendable {
    var pages: CInt = 0

    /// - Note: the database must not outlive this object.
    func follow(_ database: Database) {
        let hook: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, CInt) -> CInt = {
            context, _, _, pages in
            Unmanaged<LogLength>.fromOpaque(context!).takeUnretainedValue().pages = pages
            return SQLITE_OK
        }
        sqlite3_wal_hook(database.sqliteConnection, hook, Unmanaged.passUnretained(self).toOpaque())
    }
}
