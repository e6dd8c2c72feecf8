/// Why the ledger cannot be opened.
public struct LedgerError: Error, Sendable, CustomStringConvertible {
    public var message: String
    public var remedy: String

    public init(message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(message) (\(remedy))" }
}
