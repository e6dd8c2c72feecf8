/// Sends a snapshot of the active sessions, then every change.
public struct EventsSubscribe: ActingCall {
    public static let method = Method.eventsSubscribe
    public typealias Reply = SubscriptionReply
    public var organization: Slug?
    public var types: [EventType]?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("organization", &organization)
        try visitor.optional("types", &types)
        try visitor.optional("actor", &actor)
    }
}

public struct EventsUnsubscribe: Call {
    public static let method = Method.eventsUnsubscribe
    public typealias Reply = SubscriptionReply
    public var subscription = Int64(0)

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("subscription", &subscription)
    }
}
