/// A request to take a session over, of which its holder was asked.
public struct Takeover: WireObject, Equatable {
    public enum State: String, WireEnum {
        case pending, allowed, refused
        /// Nobody answered in time; the organization's policy decided.
        case silent
        /// Whoever asked went away, or need not ask any more.
        case withdrawn

        public static let schemaName = "TakeoverState"
    }

    public var id = TakeoverID.placeholder
    /// The session that is to end.
    public var session = SessionID.placeholder
    public var account = Username.placeholder
    /// Where the new login comes from.
    public var device = Device()
    public var source: NetworkSource?
    public var station: StationID?
    public var expiresAt = Timestamp.placeholder
    /// Seconds left to answer in, when this was sent.
    public var leftSeconds: Int64 = 0
    public var state = State.pending
    /// What the holder said to it.
    public var message: DisplayText?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("id", &id)
        try visitor.required("session", &session)
        try visitor.required("account", &account)
        try visitor.required("device", &device)
        try visitor.optional("source", &source)
        try visitor.optional("station", &station)
        try visitor.required("expiresAt", &expiresAt)
        try visitor.required("leftSeconds", &leftSeconds)
        try visitor.required("state", &state)
        try visitor.optional("message", &message)
    }
}
