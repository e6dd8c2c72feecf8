import StationProtocol

/// What the host found of a process and an OS session that a request is about, at that moment.
public struct HolderFinding: Sendable {
    /// nil: there is no such process, or it cannot be told from others.
    public var process: ProcessIdentity?
    public var processUser: UInt32?
    /// nil: there is no such OS session.
    public var osSession: OSSessionID?
    public var osSessionUser: UInt32?

    public init() {}
}
