/// The name an account logs in with: 1 to 64 of `[a-z0-9._-]`, folded to lower case.
public struct Username: WireString {
    public static let expectation = "a username: 1 to 64 of a-z, 0-9, '.', '_' and '-', without '@'"
    public static let pattern: String? = #"^[A-Za-z0-9._-]{1,64}$"#
    public static let length = 1...64
    public static let placeholder = Username(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard Username.length.contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isUsername) else { return nil }
        self.text = ASCII.lowercased(text)
    }

    private init(unchecked text: String) { self.text = text }
}
