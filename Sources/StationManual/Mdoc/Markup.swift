/// The manual's own markup, of which ``Prose`` reads the paragraphs: blank lines between blocks; examples are indented by
/// four blanks; a line that begins with a colon explains the line above it.
enum Markup {
    enum Block {
        case paragraph(String)
        case definition(term: String, String)
        case code([String])
        case end
    }

    static func blocks(_ text: String) -> [Block] {
        chunks(text).map { lines in
            if lines.allSatisfy({ $0.isEmpty || $0.hasPrefix("    ") }) {
                return .code(lines.map { String($0.dropFirst(4)) })
            }
            if lines.count > 1, lines[1].hasPrefix(": ") {
                let rest = [String(lines[1].dropFirst(2))] + lines.dropFirst(2)
                return .definition(term: lines[0], rest.joined(separator: " "))
            }
            return .paragraph(lines.joined(separator: " "))
        }
    }

    /// Runs of lines between blank ones.
    private static func chunks(_ text: String) -> [[String]] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            .split { $0.allSatisfy(\.isWhitespace) }.map(Array.init)
    }
}
