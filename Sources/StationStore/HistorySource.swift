import GRDB

/// Sessions among which those of a page are looked for, from the newest down, a piece at a time.
struct HistorySource {
    /// What a piece is counted along, and what its rows are read from.
    private let index: String
    private let rows: String
    /// The column of ids of `index`.
    private let id: String
    /// What of `index` belongs here, and what its question marks stand for.
    private let condition: String
    let values: StatementArguments
    /// Ids lie above the first and below the second.
    let above: Int64
    let below: Int64
    /// Rows of a piece. To pass over one takes less than a microsecond where rows lie side by side; in the order of a place
    /// each lies on another page, which may have to come from the disk.
    private let piece: Int

    /// All sessions above an id, in the order of their granting.
    static func sessions(above: Int64) -> HistorySource {
        HistorySource(
            index: "sessions NOT INDEXED", rows: "sessions NOT INDEXED", id: "sessions.id", condition: "TRUE",
            values: [], above: above, below: .max, piece: 1_000)
    }

    /// What the index of places has of one place, up to the index's watermark.
    static func place(_ place: HistoryPlace, upTo watermark: Int64) -> HistorySource {
        HistorySource(
            index: "session_places",
            // CROSS: rows are looked up in the order of the index, not the other way round.
            rows: "session_places CROSS JOIN sessions ON sessions.id = session_places.id", id: "session_places.id",
            condition: "session_places.organization = ? AND session_places.kind = ? AND session_places.name = ?",
            values: [place.organization, place.kind.rawValue, place.name], above: 0, below: watermark + 1, piece: 128)
    }

    /// Finds the id that a piece ends with; none where less than a piece is left. To follow ``values``: the ids between
    /// which it has to lie.
    var pieceSQL: String {
        """
        SELECT \(id) FROM \(index) WHERE \(condition) AND \(id) > ? AND \(id) < ?
        ORDER BY \(id) DESC LIMIT 1 OFFSET \(piece - 1)
        """
    }

    /// Finds the rows of a piece that fit, and those that end the page. To follow the filter's values and ``values``: the
    /// lowest id of the piece, and the id below which it begins.
    func rowsSQL(_ filter: HistoryFilter) -> String {
        """
        SELECT sessions.*, (\(filter.fits)) AS fits, (\(filter.ends)) AS ends FROM \(rows)
        WHERE \(condition) AND \(id) >= ? AND \(id) < ? AND (fits OR ends) ORDER BY \(id) DESC
        """
    }
}
