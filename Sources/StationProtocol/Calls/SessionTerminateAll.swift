/// Ends all sessions that fit: first as a dry run, which lists and counts them, then with that count.
public struct SessionTerminateAll: ActingCall {
    public static let method = Method.sessionTerminateAll
    public var organization: Slug?
    public var account: Username?
    public var verdict: Verdict?
    /// Only sessions at stations from this number on, in the order of numbers; of the same length as `lastStation`.
    public var firstStation: StationID?
    public var lastStation: StationID?
    /// Only sessions that have been on for this long.
    public var olderThanSeconds: Int64?
    public var mode: TerminateMode?
    public var deadlineSeconds: Int64?
    public var comment: DisplayText?
    public var dryRun: Bool?
    /// How many sessions are to be ended: as the dry run counted them. Needed unless it is one.
    public var count: Int64?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("organization", &organization)
        try visitor.optional("account", &account)
        try visitor.optional("verdict", &verdict)
        try visitor.optional("firstStation", &firstStation)
        try visitor.optional("lastStation", &lastStation)
        try visitor.optional("olderThanSeconds", &olderThanSeconds, in: LimitPolicies.sessionRange)
        try visitor.optional("mode", &mode)
        try visitor.optional("deadlineSeconds", &deadlineSeconds, in: Limits.deadlineSeconds)
        try visitor.optional("comment", &comment)
        try visitor.optional("dryRun", &dryRun)
        try visitor.optional("count", &count)
        try visitor.optional("actor", &actor)
        guard (firstStation == nil) == (lastStation == nil) else {
            throw .invalidParams("lastStation", "give firstStation and lastStation, or neither")
        }
        if let firstStation, let lastStation {
            guard firstStation.text.utf8.count == lastStation.text.utf8.count, firstStation <= lastStation else {
                throw .invalidParams("lastStation", "must have as many digits as firstStation, and not be below it")
            }
        }
    }

    public struct Reply: WireObject {
        /// Sessions that fitted when this was decided.
        public var count: Int64 = 0
        /// Of these, how many have been ended, or will be as soon as they are not busy.
        public var ended: Int64 = 0
        /// The first of them, as they stood before.
        public var sessions: [Session] = []

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("count", &count)
            try visitor.required("ended", &ended)
            try visitor.required("sessions", &sessions)
        }
    }
}
