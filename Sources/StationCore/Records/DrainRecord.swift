import StationProtocol

/// That this host takes no new work sessions, as the ledger holds it.
public struct DrainRecord: Sendable {
    public var since: Timestamp
    /// The operator who began it.
    public var uid: UInt32
    public var mode: DrainMode
    public var deadlineSeconds: Int64?
    public var comment: DisplayText?

    public init(since: Timestamp, uid: UInt32, mode: DrainMode, deadlineSeconds: Int64?, comment: DisplayText?) {
        self.since = since
        self.uid = uid
        self.mode = mode
        self.deadlineSeconds = deadlineSeconds
        self.comment = comment
    }

    var actor: Actor { Actor(.operator, uid: uid) }
}
