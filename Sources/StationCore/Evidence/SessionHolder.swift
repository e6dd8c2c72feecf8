import StationProtocol

/// What a session lives with, beside its connection or lease.
public struct SessionHolder: Sendable, Hashable {
    public var process: ProcessIdentity?
    public var osSession: OSSessionID?
    /// Whether it was named when the session was opened; else it is whoever holds the connection, and moves with that.
    public var isNamed = false

    public init(process: ProcessIdentity? = nil, osSession: OSSessionID? = nil, isNamed: Bool = false) {
        self.process = process
        self.osSession = osSession
        self.isNamed = isNamed
    }

    /// Nothing is known of who holds the session.
    public var isNobody: Bool { process == nil && osSession == nil }
}
