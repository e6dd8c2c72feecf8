import StationProtocol

/// A session as the ledger holds it.
public struct SessionRecord: Sendable {
    public var id: SessionID
    public var organization: Slug
    public var account: Username
    public var role: Role
    public var purpose = Purpose.work
    public var station: StationID?
    public var token: Digest
    public var deviceLabel: DisplayText?
    public var uid: UInt32
    public var pid: Int32?
    public var holder = SessionHolder()
    public var host: String
    public var bootID: String
    public var leaseSeconds: Int64?
    public var openedAt: Timestamp
    /// An end that waits because the session was busy.
    public var ending: SessionEnding?
    public var end: SessionEnd?

    public init(
        id: SessionID, organization: Slug, account: Username, role: Role, station: StationID?, token: Digest,
        deviceLabel: DisplayText?, uid: UInt32, pid: Int32?, host: String, bootID: String, leaseSeconds: Int64?,
        openedAt: Timestamp, end: SessionEnd? = nil
    ) {
        self.id = id
        self.organization = organization
        self.account = account
        self.role = role
        self.station = station
        self.token = token
        self.deviceLabel = deviceLabel
        self.uid = uid
        self.pid = pid
        self.host = host
        self.bootID = bootID
        self.leaseSeconds = leaseSeconds
        self.openedAt = openedAt
        self.end = end
    }

    /// The fencing token of the grant; one grant, one session, one fence.
    public var fence: Int64 { id.fence }

    /// The session for the wire, ended or as a caller completes it.
    public func view(home: String) -> Session {
        var view = Session()
        view.id = id
        view.organization = organization
        view.account = account
        view.role = role
        view.home = home
        view.purpose = purpose
        view.station = station
        view.fence = fence
        view.device.label = deviceLabel
        view.device.uid = Int64(uid)
        view.device.pid = pid.map(Int64.init)
        view.host = host
        view.openedAt = openedAt
        view.lastSeenAt = end?.lastSeenAt ?? openedAt
        if let end {
            view.verdict = .dead
            view.state = .ended
            view.endedAt = end.at
            view.endReason = end.reason
            view.endedBy = end.by
            view.comment = end.comment
        }
        return view
    }
}

/// How a session ended.
public struct SessionEnd: Sendable {
    public var at: Timestamp
    public var reason: EndReason
    /// When the holder last gave a sign of life.
    public var lastSeenAt: Timestamp
    /// Who ended it, for people, where somebody did.
    public var by: String?
    public var comment: DisplayText?
    /// Until when the station is kept from other accounts.
    public var coolsUntil: Timestamp?

    public init(at: Timestamp, reason: EndReason, lastSeenAt: Timestamp, by: String? = nil, comment: DisplayText? = nil)
    {
        self.at = at
        self.reason = reason
        self.lastSeenAt = lastSeenAt
        self.by = by
        self.comment = comment
    }
}
