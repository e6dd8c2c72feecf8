/// One account logged in, as every method and event shows it.
public struct Session: WireObject, Equatable {
    public var id = SessionID.placeholder
    public var organization = Slug.placeholder
    public var account = Username.placeholder
    public var role = Role.agent
    /// The home page of the role, from the organization's settings.
    public var home = ""
    public var purpose = Purpose.work
    public var station: StationID?
    /// The fencing token: below 2^53, greater than that of every earlier grant.
    public var fence: Int64 = 0
    public var device = Device()
    /// The host whose broker granted the session.
    public var host = ""
    public var openedAt = Timestamp.placeholder
    public var lastSeenAt = Timestamp.placeholder
    public var leaseExpiresAt: Timestamp?
    /// When the session ends by itself if nothing changes: its grace period, its lease or a limit.
    public var endsAt: Timestamp?
    /// Whether the desktop has said that the agent is busy.
    public var busy: Bool?
    /// An end that waits until the agent is no longer busy.
    public var ending: SessionEnding?
    public var verdict = Verdict.live
    public var state = SessionState.active
    public var endedAt: Timestamp?
    public var endReason: EndReason?
    /// Who ended it, for people, and what they said to it.
    public var endedBy: String?
    public var comment: DisplayText?
    /// Why the verdict is what it is; only where one session is shown.
    public var evidence: EvidenceReport?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("id", &id)
        try visitor.required("organization", &organization)
        try visitor.required("account", &account)
        try visitor.required("role", &role)
        try visitor.required("home", &home)
        try visitor.required("purpose", &purpose)
        try visitor.optional("station", &station)
        try visitor.required("fence", &fence)
        try visitor.required("device", &device)
        try visitor.required("host", &host)
        try visitor.required("openedAt", &openedAt)
        try visitor.required("lastSeenAt", &lastSeenAt)
        try visitor.optional("leaseExpiresAt", &leaseExpiresAt)
        try visitor.optional("endsAt", &endsAt)
        try visitor.optional("busy", &busy)
        try visitor.optional("ending", &ending)
        try visitor.required("verdict", &verdict)
        try visitor.required("state", &state)
        try visitor.optional("endedAt", &endedAt)
        try visitor.optional("endReason", &endReason)
        try visitor.optional("endedBy", &endedBy)
        try visitor.optional("comment", &comment)
        try visitor.optional("evidence", &evidence)
    }
}

extension Session: PageItem {
    public static var pageKey: StaticString { "sessions" }
    public var cursor: Cursor { Cursor(id.text)! }
}
