/// Why the ledger cannot be opened.
public struct LedgerError: Error, Sendable, CustomStringConvertible {
    public var message: String
    public var remedy: String

    public var description: String { "\(message) (\(remedy))" }
}
