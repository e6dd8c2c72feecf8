/// A name, label or comment for people: 1 to 200 bytes of UTF-8 without control characters.
public struct DisplayText: WireString {
    public static let expectation = "text of 1 to 200 bytes without control characters"
    public static let pattern: String? = nil
    public static let length = 1...200
    public static let placeholder = DisplayText(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard DisplayText.length.contains(text.utf8.count), !ASCII.hasControl(text) else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }
}
