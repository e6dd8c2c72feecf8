/// Makes keys of the bytes that a terminal sends, however they are cut into pieces. What it does not know is passed over.
struct KeyReader {
    private static let escape: UInt8 = 0x1B
    /// Bytes of one escape sequence; real ones have less than ten.
    private static let longest = 32

    /// The sequence that has been begun, beginning with Escape.
    private var sequence: [UInt8] = []

    mutating func read(_ bytes: [UInt8]) -> [Key] { bytes.compactMap { read($0) } }

    private mutating func read(_ byte: UInt8) -> Key? {
        if byte == KeyReader.escape {
            sequence = [byte]
            return nil
        }
        // Ctrl-C leaves whatever has been begun.
        guard !sequence.isEmpty, byte != 0x03 else { return KeyReader.key(byte) }
        sequence.append(byte)
        if sequence.count == 2 {
            // Escape [ and Escape O begin a sequence; before anything else it was a key of its own.
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") { return nil }
            sequence = []
            return KeyReader.key(byte)
        }
        // Parameters go on, any letter or ~ ends it.
        guard (0x40...0x7E).contains(byte) || sequence.count >= KeyReader.longest else { return nil }
        defer { sequence = [] }
        return KeyReader.key(sequence: sequence.dropFirst(2))
    }

    private static func key(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "q"), UInt8(ascii: "Q"), 0x03: .leave
        case UInt8(ascii: "k"): .up
        case UInt8(ascii: "j"), 0x0A, 0x0D: .down
        case UInt8(ascii: "b"): .pageUp
        case UInt8(ascii: " "): .pageDown
        case UInt8(ascii: "g"): .home
        case UInt8(ascii: "G"): .end
        case 0x0C: .redraw
        default: nil
        }
    }

    private static func key(sequence: ArraySlice<UInt8>) -> Key? {
        switch String(decoding: sequence, as: UTF8.self) {
        case "A": .up
        case "B": .down
        case "5~": .pageUp
        case "6~": .pageDown
        case "H", "1~", "7~": .home
        case "F", "4~", "8~": .end
        default: nil
        }
    }
}
