/// Where a list goes on. Opaque to clients; it stays good while the list changes.
public struct Cursor: WireString {
    public static let expectation = "a cursor as nextCursor gave it"
    public static let pattern: String? = nil
    public static let length = 1...256
    public static let placeholder = Cursor(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard Cursor.length.contains(text.utf8.count), !ASCII.hasControl(text) else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }
}
