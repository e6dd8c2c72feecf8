/// The text form that Prometheus reads (exposition format 0.0.4), in parts of whole lines.
public enum MetricsText {
    /// - Parameters:
    ///   - families: in an order that stays the same.
    ///   - cursor: where to go on, as an earlier part said; nil from the beginning.
    ///   - bytes: that a part has at most, but for a single line that is longer.
    /// - Returns: the part, and where the next one begins; nil for a cursor that no part ever said.
    public static func part(
        of families: [MetricFamily], from cursor: String?, bytes: Int
    ) -> (text: String, next: String?)? {
        guard let reached = Place(cursor) else { return nil }
        var (text, last) = ("", reached)
        for (index, family) in families.enumerated() where index >= reached.family {
            var pieces = [(Place(family: index, line: nil), family.head)]
            pieces += family.lines.sorted { $0.place < $1.place }.map {
                (Place(family: index, line: $0.place), $0.text)
            }
            for (place, piece) in pieces where place.isBehind(reached) {
                guard text.isEmpty || text.utf8.count + piece.utf8.count <= bytes else { return (text, last.text) }
                text += piece
                last = place
            }
        }
        return (text, nil)
    }

    /// How far a reader has come: to which family's head, and to which of its lines.
    private struct Place {
        var family: Int
        /// nil: only the head has been read.
        var line: String?

        init(family: Int, line: String?) {
            self.family = family
            self.line = line
        }

        /// From the beginning, or as an earlier part said.
        init?(_ cursor: String?) {
            guard let cursor else {
                self.init(family: -1, line: nil)
                return
            }
            let parts = cursor.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let family = Int(first), family >= 0 else { return nil }
            self.init(family: family, line: parts.count == 2 ? String(parts[1]) : nil)
        }

        func isBehind(_ other: Place) -> Bool {
            guard family == other.family else { return family > other.family }
            guard let line else { return false }
            return other.line.map { line > $0 } ?? true
        }

        var text: String { line.map { "\(family)/\($0)" } ?? "\(family)" }
    }
}
