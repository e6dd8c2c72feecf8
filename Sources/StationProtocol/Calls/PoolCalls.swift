public struct PoolCreate: ActingCall, ChangeCall {
    public static let method = Method.poolCreate
    public typealias Reply = PoolReply
    public var organization = Slug.placeholder
    public var name = DisplayText.placeholder
    public var first = StationID.placeholder
    public var last = StationID.placeholder
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("name", &name)
        try visitor.required("first", &first)
        try visitor.required("last", &last)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}

/// The pools in the order in which they are used.
public struct PoolList: ActingCall {
    public static let method = Method.poolList
    public typealias Reply = Page<Pool>
    public var organization = Slug.placeholder
    public var limit: Int64?
    public var cursor: Cursor?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.optional("limit", &limit, in: Limits.pageItems)
        try visitor.optional("cursor", &cursor)
        try visitor.optional("actor", &actor)
    }
}

public struct PoolRemove: ActingCall, ChangeCall {
    public static let method = Method.poolRemove
    public typealias Reply = PoolReply
    public var organization = Slug.placeholder
    public var name = DisplayText.placeholder
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("name", &name)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}
