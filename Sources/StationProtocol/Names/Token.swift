/// What proves that its bearer opened a session: secret, never logged, never stored in the clear.
public struct Token: WireString {
    public static let expectation = "a session token as session.open gave it"
    public static let pattern: String? = #"^[!-~]{1,128}$"#
    public static let length = 1...128
    public static let placeholder = Token(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard Token.length.contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }

    /// Hidden, so that no log line or crash report carries it by accident.
    public var description: String { "(token)" }
}
