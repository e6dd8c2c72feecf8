/// The network address of the client that a relay (a portal, a gateway) speaks for: IPv4 or IPv6 as text.
public struct NetworkSource: WireString {
    public static let expectation = "an IPv4 or IPv6 address as text, such as 192.0.2.7 or 2001:db8::7"
    public static let pattern: String? = "^[0-9A-Fa-f.:]{2,45}$"
    public static let length = 2...45
    public static let placeholder = NetworkSource(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard NetworkSource.length.contains(text.utf8.count), text.utf8.allSatisfy(NetworkSource.isPart) else {
            return nil
        }
        self.text = ASCII.lowercased(text)
    }

    private init(unchecked text: String) { self.text = text }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x2E, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
