import StationProtocol

/// What the broker is told at its start.
public struct BrokerSettings: Sendable {
    /// The name under which this host appears in sessions.
    public var host: String
    /// The kernel's boot ID; sessions of another boot have no holder any more.
    public var bootID: String
    public var limits: Limits
    /// Seconds in which holders may re-attach after the daemon was down.
    public var restartGraceSeconds: Int64
    public var calendar: HostCalendar
    /// SHA-256 of a text's UTF-8: what typed logins are known by.
    public var digest: @Sendable (String) -> Digest

    public init(
        host: String, bootID: String, limits: Limits = .standard, restartGraceSeconds: Int64 = 60,
        calendar: HostCalendar, digest: @escaping @Sendable (String) -> Digest
    ) {
        self.calendar = calendar
        self.digest = digest
        self.host = host
        self.bootID = bootID
        self.limits = limits
        self.restartGraceSeconds = restartGraceSeconds
    }
}
