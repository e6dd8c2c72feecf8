/// The limits that a client may want to know (``Limits``).
public struct LimitsReport: WireObject, Equatable {
    public static let schemaName = "Limits"

    public var lineBytes: Int64 = 0
    public var nestingDepth: Int64 = 0
    public var requestsInFlight: Int64 = 0
    public var subscriptionsPerConnection: Int64 = 0
    public var queuedBytes: Int64 = 0
    public var incompleteLineSeconds: Int64 = 0
    public var replyBytes: Int64 = 0
    public var idBytes: Int64 = 0

    public init() {}

    public init(_ limits: Limits) {
        lineBytes = Int64(limits.lineBytes)
        nestingDepth = Int64(limits.nestingDepth)
        requestsInFlight = Int64(limits.requestsInFlight)
        subscriptionsPerConnection = Int64(limits.subscriptionsPerConnection)
        queuedBytes = Int64(limits.queuedBytes)
        incompleteLineSeconds = Int64(limits.incompleteLineSeconds)
        replyBytes = Int64(Limits.replyBytes)
        idBytes = Int64(Limits.idBytes)
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("lineBytes", &lineBytes)
        try visitor.required("nestingDepth", &nestingDepth)
        try visitor.required("requestsInFlight", &requestsInFlight)
        try visitor.required("subscriptionsPerConnection", &subscriptionsPerConnection)
        try visitor.required("queuedBytes", &queuedBytes)
        try visitor.required("incompleteLineSeconds", &incompleteLineSeconds)
        try visitor.required("replyBytes", &replyBytes)
        try visitor.required("idBytes", &idBytes)
    }
}
