/// Rows under headings, aligned. Colour comes on afterwards, so that it does not count as width.
struct Table {
    var headings: [String]
    var rows: [[String]]
    /// Paints a cell by its row and column.
    var paint: (Style, Int, Int, String) -> String = { _, _, _, text in text }

    func text(_ style: Style) -> String {
        guard !rows.isEmpty else { return "" }
        let clean = rows.map { $0.map(Words.clean) }
        let widths = headings.indices.map { column in
            ([headings[column].count] + clean.map { $0[column].count }).max() ?? 0
        }
        var lines = [line(headings, widths) { _, text in style.bold(text) }]
        for (index, row) in clean.enumerated() {
            lines.append(line(row, widths) { column, text in paint(style, index, column, text) })
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int], _ paint: (Int, String) -> String) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            line += paint(column, cell)
            guard column < cells.count - 1 else { break }
            line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
        return line
    }
}
