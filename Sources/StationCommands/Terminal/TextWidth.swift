/// How many columns text takes on a terminal: East Asian characters and emoji take two, marks that combine with others none.
enum TextWidth {
    /// What Unicode calls wide or fullwidth (UAX #11), beside the emoji, which the standard library knows.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]

    /// The second and third parts of Hangul syllables, which stand within the first.
    private static let jamo: ClosedRange<UInt32> = 0x1160...0x11FF

    /// Asks for the emoji's form of the character before it, which is wide.
    private static let emojiSelector: Unicode.Scalar = "\u{FE0F}"

    static func columns(_ text: String) -> Int {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns($1) }
    }

    /// What is one character for people takes two columns at most, of however many parts it is made.
    private static func columns(_ character: Character) -> Int {
        if character.unicodeScalars.contains(emojiSelector) { return 2 }
        return min(2, character.unicodeScalars.reduce(0) { $0 + columns($1) })
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default:
            if jamo.contains(scalar.value) { return 0 }
            return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    /// At most so many columns; what is cut off is told with "…".
    static func cut(_ text: String, _ width: Int) -> String {
        guard columns(text) > width else { return text }
        guard width > 0 else { return "" }
        var kept = ""
        var left = width - 1
        for character in text {
            left -= columns(character)
            guard left >= 0 else { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// Exactly so many columns: cut, or with spaces behind it.
    static func fit(_ text: String, _ width: Int) -> String {
        let text = cut(text, width)
        return text + String(repeating: " ", count: max(0, width - columns(text)))
    }

    /// As ``fit(_:_:)``, with the spaces in front.
    static func fitRight(_ text: String, _ width: Int) -> String {
        let text = cut(text, width)
        return String(repeating: " ", count: max(0, width - columns(text))) + text
    }

    /// Without the sequences that ``Style`` paints with.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(0x1B) else { return text }
        var kept = String.UnicodeScalarView()
        var isPaint = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{1B}" {
                isPaint = true
            } else if isPaint {
                isPaint = scalar != "m"
            } else {
                kept.append(scalar)
            }
        }
        return String(kept)
    }
}
