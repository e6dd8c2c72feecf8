/// The name of a time zone in the IANA database, "Europe/Berlin". Whether there is such a zone is for the host to say.
public struct TimeZoneName: WireString {
    public static let expectation = "the name of a time zone, like Europe/Berlin or UTC"
    public static let pattern: String? = "^[A-Za-z0-9_+/-]{1,64}$"
    public static let length = 1...64
    public static let utc = TimeZoneName(unchecked: "UTC")
    public static let placeholder = utc

    public let text: String

    public init?(_ text: String) {
        let isGood = text.utf8.allSatisfy {
            ASCII.isDigit($0) || ASCII.isLower($0) || ASCII.isUpper($0) || "_+/-".utf8.contains($0)
        }
        guard TimeZoneName.length.contains(text.utf8.count), isGood else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }
}
