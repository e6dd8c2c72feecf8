/// How the broker does. Operators also see the details of connections and of the ledger.
public struct BrokerStatus: WireObject {
    /// `running`, `recovering` (the ledger is being reopened; changes are refused) or `stopping`.
    public var state = ""
    public var version = ""
    public var instance = ""
    public var host = ""
    public var uptimeSeconds: Int64 = 0
    public var sessions: Int64 = 0
    public var held: Int64 = 0
    public var organizations: Int64 = 0
    public var accounts: Int64 = 0
    public var store = StoreStatus()
    public var connections: Int64?
    public var subscriptions: Int64?
    public var socket: String?
    public var stateDirectory: String?
    public var pid: Int64?
    /// The newest record of the audit.
    public var audit: AuditHead?
    public var passwords: PasswordStatus?
    /// Where this host takes no new work sessions.
    public var drain: HostDrain?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("state", &state)
        try visitor.required("version", &version)
        try visitor.required("instance", &instance)
        try visitor.required("host", &host)
        try visitor.required("uptimeSeconds", &uptimeSeconds)
        try visitor.required("sessions", &sessions)
        try visitor.required("held", &held)
        try visitor.required("organizations", &organizations)
        try visitor.required("accounts", &accounts)
        try visitor.required("store", &store)
        try visitor.optional("connections", &connections)
        try visitor.optional("subscriptions", &subscriptions)
        try visitor.optional("socket", &socket)
        try visitor.optional("stateDirectory", &stateDirectory)
        try visitor.optional("pid", &pid)
        try visitor.optional("audit", &audit)
        try visitor.optional("passwords", &passwords)
        try visitor.optional("drain", &drain)
    }
}

/// How the work on passwords does.
public struct PasswordStatus: WireObject {
    public var threads: Int64 = 0
    /// Passwords that wait for a thread now.
    public var waiting: Int64 = 0
    /// Passwords worked on since the start.
    public var done: Int64 = 0
    /// Requests turned away because too many waited.
    public var overloaded: Int64 = 0
    /// Memory of one hash, and how often it is gone over (Argon2id).
    public var memoryKiB: Int64 = 0
    public var iterations: Int64 = 0

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("threads", &threads)
        try visitor.required("waiting", &waiting)
        try visitor.required("done", &done)
        try visitor.required("overloaded", &overloaded)
        try visitor.required("memoryKiB", &memoryKiB)
        try visitor.required("iterations", &iterations)
    }
}

/// How the ledger does.
public struct StoreStatus: WireObject {
    /// `ok`, `failing` (the last commit failed; each change tries anew) or `recovering`.
    public var state = "ok"
    /// What the last failure said; for operators.
    public var problem: String?
    public var commits: Int64?
    public var changes: Int64?
    public var failures: Int64?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("state", &state)
        try visitor.optional("problem", &problem)
        try visitor.optional("commits", &commits)
        try visitor.optional("changes", &changes)
        try visitor.optional("failures", &failures)
    }
}
