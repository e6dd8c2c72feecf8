/// A station as it stands, and by whom it is held.
public struct Station: WireObject, Equatable {
    public var organization = Slug.placeholder
    public var station = StationID.placeholder
    public var kind = StationKind.dynamic
    public var state = StationState.free
    /// The account that a static station is reserved for.
    public var reservedFor: Username?
    /// The pool that the number belongs to, where it does.
    public var pool: DisplayText?
    /// Who is logged in there; of a cooling one, for whom it is kept.
    public var account: Username?
    public var session: SessionID?
    public var since: Timestamp?
    /// For whom it is kept now, and is to be: shifts, and static stations that are lent.
    public var reservations: [Reservation]?
    /// When a hold or a lock-delay runs out.
    public var expiresAt: Timestamp?

    /// Where a list goes on behind this station, where its number alone does not tell; not on the wire.
    public var place: Cursor?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("station", &station)
        try visitor.required("kind", &kind)
        try visitor.required("state", &state)
        try visitor.optional("reservedFor", &reservedFor)
        try visitor.optional("pool", &pool)
        try visitor.optional("account", &account)
        try visitor.optional("session", &session)
        try visitor.optional("since", &since)
        try visitor.optional("expiresAt", &expiresAt)
        try visitor.optional("reservations", &reservations)
    }
}

extension Station: PageItem {
    public static var pageKey: StaticString { "stations" }
    public var cursor: Cursor { place ?? Cursor(station.text)! }
}
