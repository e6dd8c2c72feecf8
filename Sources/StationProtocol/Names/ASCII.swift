/// What the names' rules have in common. Bytes, not characters: Unicode's idea of a digit is not ours.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
    static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    static func isSlug(_ byte: UInt8) -> Bool {
        isLower(byte) || isDigit(byte) || byte == UInt8(ascii: "-")
    }

    static func isUsername(_ byte: UInt8) -> Bool {
        isSlug(byte) || isUpper(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }

    /// Zero-width joiner and non-joiner: ordinary spelling in Persian and many Indian scripts, and in emoji.
    private static let joiners: ClosedRange<UInt32> = 0x200C...0x200D

    /// C0, DEL and C1 controls, line separators and marks of direction: what could break a table or a log line.
    static func hasControl(_ text: String) -> Bool {
        text.unicodeScalars.contains {
            $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x2028 || $0.value == 0x2029
                || ($0.properties.generalCategory == .format && !joiners.contains($0.value))
        }
    }

    static func lowercased(_ text: String) -> String {
        guard text.utf8.contains(where: isUpper) else { return text }
        return String(decoding: text.utf8.map { isUpper($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
