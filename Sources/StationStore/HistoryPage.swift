import GRDB
import StationCore
import StationProtocol

/// A page of history while it is being filled: what fits the query, and where it goes on.
struct HistoryPage {
    private let limit: Int64
    private let filter: HistoryFilter
    private let turn: LedgerTurn
    /// What has not been looked at lies below this id.
    private var below: Int64
    /// Whatever follows a work session that was opened no later than this, in milliseconds since 1970, does not fit.
    private var horizon: Int64?
    /// Nothing more fits, or is wanted on this page.
    private var isDone = false
    private(set) var records: [SessionRecord] = []
    private(set) var next: SessionID?
    /// Pieces that were looked at.
    private(set) var pieces = 0

    init(_ query: HistoryQuery, _ place: HistoryPlace?, below: Int64, turn: LedgerTurn) {
        limit = query.limit
        filter = HistoryFilter(query, place)
        self.below = below
        self.turn = turn
    }

    /// Looks through a source until the page is full, the turn is over, or nothing is left.
    mutating func take(from source: HistorySource, _ database: Database) throws {
        below = min(below, source.below)
        guard !isDone, source.above < below - 1 else { return }
        let pieceEnd = try database.makeStatement(sql: source.pieceSQL)
        let rows = try database.makeStatement(sql: source.rowsSQL(filter))
        while !isDone {
            let rest: StatementArguments = [source.above, below]
            let last = try Int64.fetchOne(pieceEnd, arguments: source.values + rest)
            let lowest = last ?? source.above + 1
            let range: StatementArguments = [lowest, below]
            try take(try Row.fetchCursor(rows, arguments: filter.values + source.values + range))
            pieces += 1
            guard let last else { return }
            below = last
            if !isDone, records.count == limit || turn.isOver { goOn(below: SessionID(rawValue: UInt64(last))) }
        }
    }

    private mutating func take(_ rows: RowCursor) throws {
        while let row = try rows.next() {
            let (fits, ends): (Bool, Bool) = (row["fits"], row["ends"])
            if fits {
                if records.count == limit, let last = records.last { return goOn(below: last.id) }
                records.append(try row.session())
            }
            if ends {
                let openedAt: Int64 = row["opened_at"]
                let horizon = self.horizon ?? openedAt - filter.overlap
                self.horizon = horizon
                if openedAt <= horizon {
                    isDone = true
                    return
                }
            }
        }
    }

    private mutating func goOn(below id: SessionID) {
        next = id
        isDone = true
    }
}
