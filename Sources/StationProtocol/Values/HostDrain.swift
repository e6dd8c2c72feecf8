/// A host that takes no new work sessions.
public struct HostDrain: WireObject, Equatable {
    public var since = Timestamp.placeholder
    /// Who began it, for people.
    public var by = ""
    public var comment: DisplayText?
    /// Work sessions that are still on.
    public var sessions: Int64 = 0

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("since", &since)
        try visitor.required("by", &by)
        try visitor.optional("comment", &comment)
        try visitor.required("sessions", &sessions)
    }
}

/// What a drain does about the sessions that are on.
public enum DrainMode: String, WireEnum {
    /// It waits until their agents log out.
    case wait
    /// It ends those that are not busy, and the others as soon as they are not, or at the deadline.
    case whenIdle = "when_idle"
    /// It ends them.
    case immediate
}
