import GRDB
import StationCore
import StationProtocol

/// A page of history while it is being filled: what fits the query, and where it goes on.
struct HistoryPage {
    private let query: HistoryQuery
    private var records: [SessionRecord] = []
    private var seen = 0
    private var next: SessionID?

    init(_ query: HistoryQuery) { self.query = query }

    /// Nothing more is wanted on this page.
    var isFull: Bool { next != nil }

    var result: (records: [SessionRecord], next: SessionID?) { (records, next) }

    mutating func take(_ rows: RowCursor) throws {
        while !isFull, let row = try rows.next() {
            if records.count == query.limit {
                next = records.last?.id
                return
            }
            let record = try row.session()
            seen += 1
            if matches(record) { records.append(record) }
            if seen == LedgerReader.scanned { next = record.id }
        }
    }

    private func matches(_ record: SessionRecord) -> Bool {
        if let organization = query.organization, record.organization != organization { return false }
        if let account = query.account, record.account != account { return false }
        if let station = query.station, record.station != station { return false }
        if let at = query.at, record.openedAt > at || record.end.map({ $0.at <= at }) == true { return false }
        if let from = query.from, record.end.map({ $0.at < from }) == true { return false }
        if let to = query.to, record.openedAt >= to { return false }
        return true
    }
}
