/// One thing that was done, by whom, to what.
public struct AuditRecord: WireObject, Equatable {
    /// Grows by one with each record.
    public var seq: Int64 = 0
    public var at = Timestamp.placeholder
    public var organization: Slug?
    /// What was done, for example `session.opened`.
    public var action = ""
    /// Who did it.
    public var actor = Unread<AuditActor>.placeholder
    /// What it was done to.
    public var target = JSON.null
    public var detail: JSON?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("seq", &seq)
        try visitor.required("at", &at)
        try visitor.optional("organization", &organization)
        try visitor.required("action", &action)
        try visitor.required("actor", &actor)
        try visitor.required("target", &target)
        try visitor.optional("detail", &detail)
    }
}

extension AuditRecord: PageItem {
    public static var pageKey: StaticString { "records" }
    public var cursor: Cursor { Cursor("\(seq)")! }
}
