import GRDB
import StationCore
import StationProtocol

/// The index from accounts and stations to their sessions, written many sessions at a time.
///
/// Written with each grant, it would dirty two more pages for each account that logs in, which more than doubles what a
/// commit costs. So it lags behind: sessions above ``LedgerReader``'s watermark are found by looking at all of them,
/// which are at most ``lag`` and a little more. What is old goes from it with its session (``HistoryRemoval``).
enum PlaceIndex {
    enum Kind: Int64, CaseIterable {
        case account = 0
        case station = 1

        /// Where a session has its name.
        var column: String {
            switch self {
            case .account: "account"
            case .station: "station"
            }
        }
    }

    /// Sessions granted before the index is brought up to date.
    static let lag = 4_096

    static func watermark(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT indexed_to FROM ledger") ?? 0
    }

    /// Enters the next ``lag`` sessions, in the order of the index, so that each of its pages is touched once.
    static func advance(_ database: Database) throws {
        try database.inTransaction(.immediate) {
            let from = try watermark(database)
            let sql = "SELECT max(id) FROM (SELECT id FROM sessions WHERE id > ? ORDER BY id LIMIT \(lag))"
            guard let to = try Int64.fetchOne(database, sql: sql, arguments: [from]) else { return .commit }
            for kind in Kind.allCases {
                let column = kind.column
                try database.execute(
                    sql: """
                        INSERT OR IGNORE INTO session_places (organization, kind, name, id)
                        SELECT organization, ?, \(column), id FROM sessions
                        WHERE id > ? AND id <= ? AND \(column) IS NOT NULL ORDER BY organization, \(column), id
                        """, arguments: [kind.rawValue, from, to])
            }
            try database.execute(sql: "UPDATE ledger SET indexed_to = ?", arguments: [to])
            return .commit
        }
    }
}
