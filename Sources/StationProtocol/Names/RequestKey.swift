/// A caller's own name for one change, so that sending it twice does it once: 1 to 64 bytes of printable ASCII.
public struct RequestKey: WireString {
    public static let expectation = "a request key: 1 to 64 printable ASCII characters"
    public static let pattern: String? = #"^[ -~]{1,64}$"#
    public static let length = 1...64
    public static let placeholder = RequestKey(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard RequestKey.length.contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            return nil
        }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }
}
