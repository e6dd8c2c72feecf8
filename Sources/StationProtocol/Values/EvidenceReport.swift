/// The evidence of life behind a verdict, for people.
public struct EvidenceReport: WireObject, Equatable {
    public enum Connection: String, WireEnum {
        case attached, detached
        /// A session with a lease, which needs no connection.
        case notNeeded = "not_needed"

        public static let schemaName = "EvidenceConnection"
    }

    public var connection = Connection.attached
    public var detachedAt: Timestamp?
    public var graceEndsAt: Timestamp?
    public var leaseExpiresAt: Timestamp?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("connection", &connection)
        try visitor.optional("detachedAt", &detachedAt)
        try visitor.optional("graceEndsAt", &graceEndsAt)
        try visitor.optional("leaseExpiresAt", &leaseExpiresAt)
    }
}
