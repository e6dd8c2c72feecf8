import StationAccounts

/// What the server is told about passwords at its start.
public struct PasswordSettings: Sendable {
    public var parameters = HashParameters.least
    /// Threads that hash.
    public var threads = 1
    /// Passwords that are refused where common ones are.
    public var blocklist: Set<String> = []

    public init() {}
}
