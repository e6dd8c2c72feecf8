/// A time of day, "18:30", or "never".
public struct ClockTime: WireString {
    public static let expectation = "a time of day from 00:00 to 23:59, or \"never\""
    public static let pattern: String? = "^(([01][0-9]|2[0-3]):[0-5][0-9]|never)$"
    public static let length = 5...5
    public static let never = ClockTime(unchecked: "never", minute: nil)
    public static let placeholder = never

    public let text: String
    /// Minutes since midnight; nil: never.
    public let minute: Int64?

    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        if text == "never" {
            self.init(unchecked: text, minute: nil)
            return
        }
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]]
        guard digits.allSatisfy(ASCII.isDigit) else { return nil }
        let values = digits.map { Int64($0 - UInt8(ascii: "0")) }
        let (hour, minute) = (values[0] * 10 + values[1], values[2] * 10 + values[3])
        guard hour < 24, minute < 60 else { return nil }
        self.init(unchecked: text, minute: hour * 60 + minute)
    }

    private init(unchecked text: String, minute: Int64?) {
        self.text = text
        self.minute = minute
    }
}
