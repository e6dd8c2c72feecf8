/// The name of a request to take a session over.
public struct TakeoverID: WireString {
    public static let expectation = "a takeover as session.takeoverRequested gave it"
    public static let pattern: String? = #"^t[0-9]{1,20}$"#
    public static let length = 2...21
    public static let placeholder = TakeoverID(rawValue: 0)

    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public init?(_ text: String) {
        guard TakeoverID.length.contains(text.utf8.count), text.hasPrefix("t"),
            text.utf8.dropFirst().allSatisfy(ASCII.isDigit), let value = UInt64(text.dropFirst())
        else { return nil }
        rawValue = value
    }

    public var text: String { "t\(rawValue)" }
}
