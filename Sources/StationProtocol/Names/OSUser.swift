/// A user of the host: a user name, or a decimal uid.
public struct OSUser: WireString {
    public static let expectation = "a user of this host: a user name of at most 64 bytes, or a decimal uid"
    public static let pattern: String? = #"^[!-.0-9;-~]{1,64}$"#
    public static let length = 1...64
    public static let placeholder = OSUser(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard OSUser.length.contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") })
        else { return nil }
        if text.utf8.allSatisfy(ASCII.isDigit), UInt32(text) == nil { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }

    /// The uid, where one is written; a name is for the host to resolve.
    public var uid: UInt32? { text.utf8.allSatisfy(ASCII.isDigit) ? UInt32(text) : nil }
}
