/// The name of a copy of the ledger that waits to be fetched, good on the connection that asked for it.
public struct BackupID: WireString {
    public static let expectation = "a backup as backup.create gave it"
    public static let pattern: String? = #"^b[0-9]{1,20}$"#
    public static let length = 2...21
    public static let placeholder = BackupID(rawValue: 0)

    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public init?(_ text: String) {
        guard BackupID.length.contains(text.utf8.count), text.hasPrefix("b"),
            text.utf8.dropFirst().allSatisfy(ASCII.isDigit), let value = UInt64(text.dropFirst())
        else { return nil }
        rawValue = value
    }

    public var text: String { "b\(rawValue)" }
}
