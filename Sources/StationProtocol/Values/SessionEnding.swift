/// An end that is to come: what it will be, and when; of a busy session, when at the latest.
public struct SessionEnding: WireObject, Equatable, Hashable {
    public var reason = EndReason.passwordChanged
    public var at = Timestamp.placeholder
    /// Who brought it about, for people.
    public var by: String?
    public var comment: DisplayText?

    public init() {}

    public init(reason: EndReason, at: Timestamp, by: String?, comment: DisplayText? = nil) {
        self.comment = comment
        self.reason = reason
        self.at = at
        self.by = by
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("reason", &reason)
        try visitor.required("at", &at)
        try visitor.optional("by", &by)
        try visitor.optional("comment", &comment)
    }
}
