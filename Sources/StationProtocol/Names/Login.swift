/// What a person types as their login: a username or a mail address.
///
/// Anything of 1 to 254 bytes is taken. Whether it names somebody is only said after the credential was verified.
public struct Login: WireString {
    public static let expectation = "a username or a mail address: 1 to 254 bytes without control characters"
    public static let pattern: String? = nil
    public static let length = 1...254
    public static let placeholder = Login(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard Login.length.contains(text.utf8.count), !ASCII.hasControl(text) else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }
}
