import GRDB
import StationCore
import StationProtocol

/// Pages of history.
extension LedgerReader {
    /// Newest first. A page may be short and still go on: `next` says where.
    ///
    /// Sessions opened after the times asked for are not even looked at; an id tells the time of its grant (``GrantTime``).
    /// With an account or a station the rest is found by the index of places, but for the newest, which are not in it yet.
    /// Without, pages go on as far back as the longest session of all may have begun before the time asked for.
    static func history(
        _ query: HistoryQuery, turn: LedgerTurn = LedgerTurn(), _ database: Database
    ) throws -> HistoryPage {
        let place = HistoryPlace(query)
        var page = HistoryPage(query, place, below: try start(query, database), turn: turn)
        guard let place else {
            let floor = try query.oldest.map { try GrantTime.floor(of: $0, database) }
            try page.take(from: .sessions(above: floor ?? 0), database)
            return page
        }
        let watermark = try PlaceIndex.watermark(database)
        try page.take(from: .sessions(above: watermark), database)
        try page.take(from: .place(place, upTo: watermark), database)
        return page
    }

    /// The id below which a page begins.
    private static func start(_ query: HistoryQuery, _ database: Database) throws -> Int64 {
        let before = query.before.map { Int64(clamping: $0.rawValue) } ?? .max
        let opened = [query.at.map { $0.milliseconds + 1 }, query.to?.milliseconds].compactMap(\.self).min()
        guard let opened else { return before }
        return min(before, try GrantTime.bound(before: opened, database))
    }
}

extension HistoryQuery {
    /// The latest moment before which nothing that fits has ended, in milliseconds since 1970.
    fileprivate var oldest: Int64? { [at, from].compactMap { $0?.milliseconds }.max() }
}
