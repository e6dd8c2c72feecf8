/// A password as somebody typed it: secret, never logged, never stored in the clear, never cut short.
///
/// Any Unicode text is taken. What makes a good one is the organization's to say (``PasswordPolicy``); the bound here only
/// keeps a request from being all password: 128 characters of the longest kind, twice over.
public struct Password: WireString {
    public static let expectation = "a password: text of 1 to 1,024 bytes"
    public static let pattern: String? = nil
    public static let length = 1...1_024
    public static let placeholder = Password(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard Password.length.contains(text.utf8.count) else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }

    /// Hidden, so that no log line or crash report carries it by accident.
    public var description: String { "(password)" }
}

extension Password: CustomDebugStringConvertible, CustomReflectable {
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
