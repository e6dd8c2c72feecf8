import GRDB
import StationProtocol

/// Removes sessions that ended long ago, oldest first, with what the index of places has of them.
///
/// Rows lie in the order of opening, so what is to go lies at the beginning. Between it stand sessions that were opened
/// long ago and are active still, or ended only lately. They stay, and a run passes over them once.
struct HistoryRemoval {
    /// Rows looked at before the time is looked at.
    static let piece = 32
    /// From so many rows removed on, a transaction comes to its end. Each of them dirties two pages of the index of places,
    /// all of which are written to the log while the commit is waited for.
    static let most = 128

    private let before: Int64
    /// What has been looked at ends with this id.
    private var position: Int64 = 0
    private(set) var removed = 0

    init(before moment: Timestamp) { before = moment.milliseconds }

    /// Goes on until enough has been removed or the turn is over.
    ///
    /// - Returns: whether there is more to look at.
    mutating func step(turn: LedgerTurn = LedgerTurn(), _ database: Database) throws -> Bool {
        // The newest session stays in any case: at the next start its fence is the one that new ones have to exceed.
        let newest = try Int64.fetchOne(database, sql: "SELECT max(id) FROM sessions") ?? 0
        let end = min(newest, try GrantTime.bound(before: before, database))
        let enough = removed + HistoryRemoval.most
        // What was not committed has not happened here either.
        var next = self
        var isUnfinished = true
        try database.inTransaction(.immediate) {
            repeat {
                isUnfinished = try next.removePiece(below: end, database)
            } while isUnfinished && next.removed < enough && !turn.isOver
            return .commit
        }
        self = next
        return isUnfinished
    }

    private mutating func removePiece(below end: Int64, _ database: Database) throws -> Bool {
        let pieceEnd = try database.cachedStatement(
            sql:
                "SELECT id FROM sessions WHERE id > ? AND id < ? ORDER BY id LIMIT 1 OFFSET \(HistoryRemoval.piece - 1)"
        )
        let last = try Int64.fetchOne(pieceEnd, arguments: [position, end])
        let old = "id > ? AND id <= ? AND ended_at < ?"
        let values: StatementArguments = [position, last ?? end - 1, before]
        for kind in PlaceIndex.Kind.allCases {
            let place: StatementArguments = [kind.rawValue]
            let removal = try database.cachedStatement(
                sql: """
                    DELETE FROM session_places WHERE (organization, kind, name, id) IN
                        (SELECT organization, ?, \(kind.column), id FROM sessions WHERE \(old))
                    """)
            try removal.execute(arguments: place + values)
        }
        try database.cachedStatement(sql: "DELETE FROM sessions WHERE \(old)").execute(arguments: values)
        removed += database.changesCount
        guard let last else { return false }
        position = last
        return true
    }
}
