import GRDB
import StationProtocol

/// What the id of a session tells of the time of its grant.
///
/// An id carries its fence in the upper bits, and a fence is the wall clock's milliseconds × 2,048, or one more than the
/// fence before if that is greater. So an id is never less than its time, and more only while a clock that was set back has
/// not come again to where it was. For this ``slack`` is left.
enum GrantTime {
    /// Milliseconds by which the wall clock may have been set back without history losing sight of a session: a day, which
    /// is more than a host is off that took local time for UTC. What was granted while a clock had more than this to catch
    /// up is not found by its time once it has caught up.
    static let slack: Int64 = 86_400_000
    /// Bits of an id below the milliseconds: those of the fence (2,048 is 2^11), and those that are random.
    static let shift = 11 + Int64(SessionID.randomBits)
    /// The last millisecond that a fence has room for, in the year 2109.
    private static let last: Int64 = 1 << (63 - shift) - 1

    /// An id that is less than those of all sessions that were still on at `moment`, in milliseconds since 1970.
    ///
    /// An id is never less than its time, so this needs no slack: whoever ended at `moment` or later was granted at most as
    /// long before as the longest session of all lasted. Those that have not ended are looked at as they are.
    static func floor(of moment: Int64, _ database: Database) throws -> Int64 {
        let longest = try Int64.fetchOne(database, sql: "SELECT longest FROM ledger") ?? 0
        var floor = max(0, min(moment - longest, last)) << shift
        for (purpose, index) in [("work", "sessions_active_account"), ("console", "sessions_active_console")] {
            // Left to itself, SQLite goes through the whole table from its low end to find the least.
            let sql =
                "SELECT min(id) FROM sessions INDEXED BY \(index) WHERE ended_at IS NULL AND purpose = '\(purpose)'"
            if let oldest = try Int64.fetchOne(database, sql: sql) { floor = min(floor, oldest) }
        }
        return max(0, floor - 1)
    }

    /// An id that is greater than those of all sessions that were opened before `moment`, in milliseconds since 1970.
    ///
    /// A clock that was ahead by years once leaves ids behind which none ever comes again. Then the newest session's id is
    /// far ahead of its time as well, ids say nothing, and this is the greatest of all.
    static func bound(before moment: Int64, _ database: Database) throws -> Int64 {
        let sql = "SELECT id, opened_at FROM sessions ORDER BY id DESC LIMIT 1"
        guard let newest = try Row.fetchOne(database, sql: sql) else { return 0 }
        let (id, openedAt): (Int64, Int64) = (newest["id"], newest["opened_at"])
        guard (id >> shift) - openedAt <= slack, moment <= last - slack else { return .max }
        return (max(moment, 0) + slack) << shift
    }
}
