/// The name of an OS session, as the host's login manager gives it ("c2", "14").
public struct OSSessionID: WireString {
    public static let expectation = "1 to 64 of A-Z, a-z and 0-9"
    public static let pattern: String? = "^[A-Za-z0-9]{1,64}$"
    public static let length = 1...64
    public let text: String

    public static let placeholder = OSSessionID(unchecked: "")

    public init?(_ text: String) {
        let isGood = text.utf8.allSatisfy { ASCII.isDigit($0) || ASCII.isLower($0) || ASCII.isUpper($0) }
        guard OSSessionID.length.contains(text.utf8.count), isGood else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }
}
