/// Which columns a board has on a terminal, and how wide each is.
struct BoardLayout {
    /// Spaces between two columns.
    static let gap = 2
    /// A device gets no more characters than these: on a wide terminal ends are not far from their sessions.
    private static let mostForDevice = 48
    /// Which columns give way, in turn, until the rest has room.
    private static let dropped: [BoardColumn] = [.device, .since, .end, .station, .verdict]
    /// Which columns are cut, in turn, before one is dropped.
    private static let shortened: [BoardColumn] = [.device, .account, .verdict, .station]

    let columns: [(column: BoardColumn, width: Int)]

    /// - Parameters:
    ///   - widest: what each column would like to have; the device takes what is left.
    ///   - available: the width of the terminal.
    init(_ widest: [BoardColumn: Int], in available: Int) {
        var shown = BoardColumn.allCases
        func wish(_ column: BoardColumn) -> Int { max(column.usual, widest[column] ?? 0) }
        func least(_ column: BoardColumn) -> Int { min(wish(column), column.least ?? .max) }
        func sum(_ width: (BoardColumn) -> Int) -> Int {
            shown.map(width).reduce(0, +) + BoardLayout.gap * (shown.count - 1)
        }
        for column in BoardLayout.dropped where sum(least) > available { shown.removeAll { $0 == column } }
        var widths = [BoardColumn: Int](uniqueKeysWithValues: shown.map { ($0, wish($0)) })
        var excess = sum(wish) - available
        for column in BoardLayout.shortened where excess > 0 && shown.contains(column) {
            let cut = min(excess, wish(column) - least(column))
            widths[column, default: 0] -= cut
            excess -= cut
        }
        // Of one column that alone is too wide, what fits.
        if excess > 0, let last = shown.first { widths[last] = available }
        if excess < 0, let device = widths[.device] {
            widths[.device] = min(device - excess, max(device, BoardLayout.mostForDevice))
        }
        columns = shown.map { ($0, widths[$0] ?? 0) }
    }

    /// Puts cells side by side, each cut or filled to its width.
    func line(_ cell: (BoardColumn) -> String, paint: (BoardColumn, String) -> String = { $1 }) -> String {
        columns.map { column, width in
            let text = cell(column)
            return paint(column, column == .end ? TextWidth.fitRight(text, width) : TextWidth.fit(text, width))
        }.joined(separator: String(repeating: " ", count: BoardLayout.gap))
    }

    /// The cells of some columns only, each with the gap behind it: what else the line says begins there.
    func beginning(_ kept: Set<BoardColumn>, _ cell: (BoardColumn) -> String) -> String {
        let gap = String(repeating: " ", count: BoardLayout.gap)
        let shown = columns.filter { kept.contains($0.column) }
        return shown.map { TextWidth.fit(cell($0.column), $0.width) + gap }.joined()
    }
}
