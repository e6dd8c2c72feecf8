/// The name of one session: 13 characters of base 32 (Crockford's alphabet in lower case). Not a secret.
///
/// The upper 53 bits are the session's fence, the lower 10 are random: unique as fences are, in order of opening, so that
/// the ledger's rows lie in the order in which they were written.
public struct SessionID: WireString {
    public static let expectation = "a session's id, 13 characters"
    public static let pattern: String? = #"^[0-9a-fghjkmnpqrstvwxyz]{13}$"#
    public static let length = characters...characters
    public static let placeholder = SessionID(rawValue: 0)
    public static let randomBits: UInt64 = 10
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let characters = 13
    /// The value of each byte as a digit; 255 for those that are none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameter random: of which the lowest ``randomBits`` are used.
    public init(fence: Int64, random: UInt64) {
        rawValue = UInt64(fence) << SessionID.randomBits | random & (1 << SessionID.randomBits - 1)
    }

    public init?(_ text: String) {
        guard text.utf8.count == SessionID.characters else { return nil }
        var value: UInt64 = 0
        for byte in text.utf8 {
            let digit = SessionID.values[Int(byte)]
            // Thirteen digits are 65 bits: the first one has four.
            guard digit < 32, value >> 59 == 0 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        rawValue = value
    }

    public var text: String {
        String(unsafeUninitializedCapacity: SessionID.characters) { buffer in
            for index in 0..<SessionID.characters {
                let shift = UInt64(5 * (SessionID.characters - 1 - index))
                buffer[index] = SessionID.digits[Int(rawValue >> shift & 31)]
            }
            return SessionID.characters
        }
    }

    public var fence: Int64 { Int64(rawValue >> SessionID.randomBits) }

    public static func < (left: SessionID, right: SessionID) -> Bool { left.rawValue < right.rawValue }
}
