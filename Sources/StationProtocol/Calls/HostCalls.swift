/// Takes no new work sessions on this host, for maintenance, and does away with those that are on.
public struct HostDrainCall: Call {
    public static let method = Method.hostDrain
    public typealias Reply = HostDrainReply
    public var mode: DrainMode?
    /// Of `when_idle`: seconds that a busy session may go on.
    public var deadlineSeconds: Int64?
    public var comment: DisplayText?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("mode", &mode)
        try visitor.optional("deadlineSeconds", &deadlineSeconds, in: Limits.deadlineSeconds)
        try visitor.optional("comment", &comment)
    }
}

/// Takes new sessions again.
public struct HostResume: Call {
    public static let method = Method.hostResume
    public typealias Reply = HostDrainReply

    public init() {}
    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {}
}

public struct HostDrainReply: WireObject {
    /// Missing where the host takes new sessions.
    public var drain: HostDrain?

    public init() {}

    public init(_ drain: HostDrain?) { self.drain = drain }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("drain", &drain)
    }
}
