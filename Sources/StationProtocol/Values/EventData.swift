/// What an event carries; which fields are there depends on its type.
public struct EventData: WireObject {
    public var session: Session?
    public var station: Station?
    public var account: Account?
    public var organization: Organization?
    public var pool: Pool?
    /// What happened to the account, organization or pool: `created`, `updated`, `disabled`, `enabled`, `removed`.
    public var change: EventChange?
    /// Who ended a session, for people.
    public var by: String?
    public var comment: DisplayText?
    /// Of an end by a takeover: where the new login came from.
    public var device: Device?
    public var takeover: Takeover?
    public var waiting: WaitingPlace?
    /// Of a snapshot: the count of changes it includes, its sessions, and whether it is the last part.
    public var revision: Int64?
    public var sessions: [Session]?
    public var last: Bool?
    /// Of an import: how many accounts it made.
    public var count: Int64?

    public init() {}

    public init(session: Session) { self.session = session }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("revision", &revision)
        try visitor.optional("sessions", &sessions)
        try visitor.optional("last", &last)
        try visitor.optional("session", &session)
        try visitor.optional("station", &station)
        try visitor.optional("account", &account)
        try visitor.optional("organization", &organization)
        try visitor.optional("pool", &pool)
        try visitor.optional("change", &change)
        try visitor.optional("count", &count)
        try visitor.optional("by", &by)
        try visitor.optional("comment", &comment)
        try visitor.optional("device", &device)
        try visitor.optional("takeover", &takeover)
        try visitor.optional("waiting", &waiting)
    }
}
