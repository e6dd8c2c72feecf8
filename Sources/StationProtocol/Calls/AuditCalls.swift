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

/// Recomputes the record's hash chain.
public struct AuditVerify: ActingCall {
    public static let method = Method.auditVerify
    /// A head that was copied to another place; the chain must contain it.
    public var head: AuditHead?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("head", &head)
        try visitor.optional("actor", &actor)
    }

    public struct Reply: WireObject {
        public var intact = false
        /// How many records were looked at.
        public var records: Int64 = 0
        /// The newest record that was looked at.
        public var head = AuditHead()
        /// The first record that is not as it was written.
        public var broken: AuditBreak?

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("intact", &intact)
            try visitor.required("records", &records)
            try visitor.required("head", &head)
            try visitor.optional("broken", &broken)
        }
    }
}
