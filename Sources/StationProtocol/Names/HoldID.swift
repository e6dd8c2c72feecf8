/// The name of a hold on a station, good on the connection that asked for it.
public struct HoldID: WireString {
    public static let expectation = "a hold as station.request gave it"
    public static let pattern: String? = #"^h[0-9]{1,20}$"#
    public static let length = 2...21
    public static let placeholder = HoldID(rawValue: 0)

    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public init?(_ text: String) {
        guard HoldID.length.contains(text.utf8.count), text.hasPrefix("h"),
            text.utf8.dropFirst().allSatisfy(ASCII.isDigit),
            let value = UInt64(text.dropFirst())
        else {
            return nil
        }
        rawValue = value
    }

    public var text: String { "h\(rawValue)" }
}
