/// The record, newest first.
public struct AuditList: ActingCall {
    public static let method = Method.auditList
    public typealias Reply = Page<AuditRecord>
    public var organization: Slug?
    public var from: Timestamp?
    public var to: Timestamp?
    public var limit: Int64?
    public var cursor: Cursor?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("organization", &organization)
        try visitor.optional("from", &from)
        try visitor.optional("to", &to)
        try visitor.optional("limit", &limit, in: Limits.pageItems)
        try visitor.optional("cursor", &cursor)
        try visitor.optional("actor", &actor)
    }
}
