/// The evidence of life behind a verdict, for people.
public struct EvidenceReport: WireObject, Equatable {
    public enum Connection: String, WireEnum {
        case attached, detached
        /// A session with a lease, which needs no connection.
        case notNeeded = "not_needed"

        public static let schemaName = "EvidenceConnection"
    }

    public enum Process: String, WireEnum {
        case running
        /// Its end is on its way to the disk.
        case exited
        /// No process is watched for this session.
        case notWatched = "not_watched"

        public static let schemaName = "EvidenceProcess"
    }

    public enum OSSession: String, WireEnum {
        case active, idle, locked
        /// Its display belongs to another OS session now.
        case disconnected
        case ended
        /// No OS session is watched for this session.
        case notWatched = "not_watched"

        public static let schemaName = "EvidenceOSSession"
    }

    public var connection = Connection.attached
    public var detachedAt: Timestamp?
    public var graceEndsAt: Timestamp?
    public var leaseExpiresAt: Timestamp?
    public var process = Process.notWatched
    public var pid: Int64?
    public var osSession = OSSession.notWatched
    public var osSessionId: OSSessionID?
    public var osIdleSince: Timestamp?
    /// All of it in words.
    public var explanation = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("connection", &connection)
        try visitor.optional("detachedAt", &detachedAt)
        try visitor.optional("graceEndsAt", &graceEndsAt)
        try visitor.optional("leaseExpiresAt", &leaseExpiresAt)
        try visitor.required("process", &process)
        try visitor.optional("pid", &pid)
        try visitor.required("osSession", &osSession)
        try visitor.optional("osSessionId", &osSessionId)
        try visitor.optional("osIdleSince", &osIdleSince)
        try visitor.required("explanation", &explanation)
    }
}
