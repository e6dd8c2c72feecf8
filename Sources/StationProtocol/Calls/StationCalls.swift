/// Holds a station for this connection before login: the one named, or one from the pools.
public struct StationRequest: Call {
    public static let method = Method.stationRequest
    public typealias Reply = HoldReply
    public var organization = Slug.placeholder
    public var station: StationID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.optional("station", &station)
    }
}

/// Gives a hold back.
public struct StationRelease: Call {
    public static let method = Method.stationRelease
    public typealias Reply = StationReply
    public var hold = HoldID.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("hold", &hold)
    }
}

/// The stations that are reserved, held, in use or cooling, in the order of their numbers.
public struct StationList: ActingCall {
    public static let method = Method.stationList
    public typealias Reply = Page<Station>
    public var organization = Slug.placeholder
    /// Only stations in this state; `free` lists the free numbers of the pools.
    public var state: StationState?
    public var limit: Int64?
    public var cursor: Cursor?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.optional("state", &state)
        try visitor.optional("limit", &limit, in: Limits.pageItems)
        try visitor.optional("cursor", &cursor)
        try visitor.optional("actor", &actor)
    }
}

public struct StationShow: ActingCall {
    public static let method = Method.stationShow
    public typealias Reply = StationReply
    public var organization = Slug.placeholder
    public var station = StationID.placeholder
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("station", &station)
        try visitor.optional("actor", &actor)
    }
}

/// Makes a station the static one of an account; with `until`, keeps it for the account for a time.
public struct StationReserve: ActingCall, ChangeCall {
    public static let method = Method.stationReserve
    public typealias Reply = StationReply
    public var organization = Slug.placeholder
    public var station = StationID.placeholder
    public var account = Username.placeholder
    /// Only from this moment on; now where it is left out.
    public var from: Timestamp?
    /// Only until this moment: a shift, not an assignment.
    public var until: Timestamp?
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("station", &station)
        try visitor.required("account", &account)
        try visitor.optional("from", &from)
        try visitor.optional("until", &until)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
        if from != nil, until == nil { throw .invalidParams("until", "is missing: a shift has an end") }
    }
}

/// Frees an account's static station; the account is dynamic from then on. With `from`, takes a reservation back.
public struct StationUnreserve: ActingCall, ChangeCall {
    public static let method = Method.stationUnreserve
    public typealias Reply = StationReply
    public var organization = Slug.placeholder
    public var station = StationID.placeholder
    public var account = Username.placeholder
    /// The reservation that begins at this moment, and not the assignment.
    public var from: Timestamp?
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("station", &station)
        try visitor.required("account", &account)
        try visitor.optional("from", &from)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}
