/// A configuration that cannot be used: which key, what is wrong, what would be right.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    public var message: String
    public var remedy: String

    public var description: String { message }
}
