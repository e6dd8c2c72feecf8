/// Who did something that stands in the audit.
public struct AuditActor: WireObject {
    public enum Kind: String, WireEnum {
        /// A host administrator, by the kernel's credentials.
        case `operator`
        /// A logged-in supervisor or administrator.
        case session
        /// Anybody else on this host: the holder of a credential or token.
        case peer
        /// The broker itself, on evidence.
        case broker

        public static let schemaName = "AuditActorKind"
    }

    public var kind = Kind.broker
    public var uid: Int64?
    public var account: Username?
    public var session: SessionID?
    /// The network address that a relay passed on.
    public var source: NetworkSource?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("account", &account)
        try visitor.required("kind", &kind)
        try visitor.optional("session", &session)
        try visitor.optional("source", &source)
        try visitor.optional("uid", &uid)
    }
}
