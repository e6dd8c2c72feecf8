/// An account's mail address, folded to lower case so that one person cannot have it twice.
///
/// Only what cannot be an address is refused (RFC 5321 §4.5.3.1 for the lengths); whether it exists, a mail will tell.
public struct Email: WireString {
    public static let expectation = "a mail address: one '@', ASCII, at most 254 bytes"
    public static let pattern: String? = #"^[!-?A-~]+@[!-?A-~]+$"#
    public static let length = 3...254
    public static let placeholder = Email(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard Email.length.contains(text.utf8.count), parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        self.text = ASCII.lowercased(text)
    }

    private init(unchecked text: String) { self.text = text }
}
