/// The number of a phone or seat: 1 to 32 ASCII digits; leading zeros count, `007` and `7` are two stations.
public struct StationID: WireString {
    public static let expectation = "a station: 1 to 32 of the digits 0-9"
    public static let pattern: String? = #"^[0-9]{1,32}$"#
    public static let length = 1...32
    public static let placeholder = StationID(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard StationID.length.contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isDigit) else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }

    /// Shorter numbers first, then by their digits: the order in which people count.
    public static func < (left: StationID, right: StationID) -> Bool {
        (left.text.utf8.count, left.text) < (right.text.utf8.count, right.text)
    }
}
