/// An end that waits because the session is busy: what it will be, and when at the latest.
public struct SessionEnding: WireObject, Equatable, Hashable {
    public var reason = EndReason.passwordChanged
    public var at = Timestamp.placeholder
    /// Who brought it about, for people.
    public var by: String?

    public init() {}

    public init(reason: EndReason, at: Timestamp, by: String?) {
        self.reason = reason
        self.at = at
        self.by = by
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("reason", &reason)
        try visitor.required("at", &at)
        try visitor.optional("by", &by)
    }
}
