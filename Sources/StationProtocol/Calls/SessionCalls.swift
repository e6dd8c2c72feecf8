/// Moves a session's attachment to this connection; its fence and token stay.
public struct SessionAttach: Call {
    public static let method = Method.sessionAttach
    public typealias Reply = SessionReply
    public var token = Token.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("token", &token)
    }
}

/// Prolongs a session's lease by its full length.
public struct SessionRenew: Call {
    public static let method = Method.sessionRenew
    public typealias Reply = SessionReply
    public var token = Token.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("token", &token)
    }
}

/// Tells what the agent is doing: what policy would end waits while they are busy.
public struct SessionReport: Call {
    public static let method = Method.sessionReport
    public typealias Reply = SessionReply
    public var token = Token.placeholder
    public var busy: Bool?
    /// Seconds since the agent last touched keyboard or mouse.
    public var idleSeconds: Int64?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("token", &token)
        try visitor.optional("busy", &busy)
        try visitor.optional("idleSeconds", &idleSeconds, in: LimitPolicies.idleRange)
    }
}

/// Logs out.
public struct SessionClose: ChangeCall {
    public static let method = Method.sessionClose
    public typealias Reply = SessionReply
    public var token = Token.placeholder
    public var requestKey: RequestKey?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("token", &token)
        try visitor.optional("requestKey", &requestKey)
    }
}

/// The active sessions, oldest first.
public struct SessionList: ActingCall {
    public static let method = Method.sessionList
    public typealias Reply = Page<Session>
    public var organization: Slug?
    public var account: Username?
    public var station: StationID?
    public var verdict: Verdict?
    public var limit: Int64?
    public var cursor: Cursor?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("organization", &organization)
        try visitor.optional("account", &account)
        try visitor.optional("station", &station)
        try visitor.optional("verdict", &verdict)
        try visitor.optional("limit", &limit, in: Limits.pageItems)
        try visitor.optional("cursor", &cursor)
        try visitor.optional("actor", &actor)
    }
}

/// One session, active or ended, with the evidence for its verdict.
public struct SessionShow: ActingCall {
    public static let method = Method.sessionShow
    public typealias Reply = SessionReply
    public var id = SessionID.placeholder
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("id", &id)
        try visitor.optional("actor", &actor)
    }
}

/// All sessions, newest first.
public struct SessionHistory: ActingCall {
    public static let method = Method.sessionHistory
    public typealias Reply = Page<Session>
    public var organization: Slug?
    public var account: Username?
    public var station: StationID?
    /// Only sessions that ended with one of these reasons.
    public var reasons: [EndReason]?
    /// Sessions that were active at this moment.
    public var at: Timestamp?
    /// Sessions that were active at this moment or later.
    public var from: Timestamp?
    /// Sessions that were opened before this moment.
    public var to: Timestamp?
    public var limit: Int64?
    public var cursor: Cursor?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("organization", &organization)
        try visitor.optional("account", &account)
        try visitor.optional("station", &station)
        try visitor.optional("reasons", &reasons)
        if let reasons, reasons.isEmpty || reasons.count > EndReason.allCases.count {
            throw .invalidParams("reasons", "must have 1 to \(EndReason.allCases.count) words; leave it out for all")
        }
        try visitor.optional("at", &at)
        try visitor.optional("from", &from)
        try visitor.optional("to", &to)
        try visitor.optional("limit", &limit, in: Limits.pageItems)
        try visitor.optional("cursor", &cursor)
        try visitor.optional("actor", &actor)
    }
}

/// Ends someone's session.
public struct SessionTerminate: ActingCall, ChangeCall {
    public static let method = Method.sessionTerminate
    public typealias Reply = SessionReply
    public var id = SessionID.placeholder
    /// Ends the session only if this is its fence.
    public var fence: Int64?
    public var mode: TerminateMode?
    /// Of `when_idle`: seconds that a busy session may go on; as the organization has it where it is left out.
    public var deadlineSeconds: Int64?
    public var dryRun: Bool?
    public var comment: DisplayText?
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("id", &id)
        try visitor.optional("fence", &fence)
        try visitor.optional("mode", &mode)
        try visitor.optional("deadlineSeconds", &deadlineSeconds, in: Limits.deadlineSeconds)
        try visitor.optional("dryRun", &dryRun)
        try visitor.optional("comment", &comment)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}

/// By token: is this the token of an active session? By id and fence: is that session active with that fence?
public struct SessionVerify: Call {
    public static let method = Method.sessionVerify
    public var token: Token?
    public var id: SessionID?
    public var fence: Int64?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("token", &token)
        try visitor.optional("id", &id)
        try visitor.optional("fence", &fence)
        let byToken = token != nil && id == nil && fence == nil
        let byFence = token == nil && id != nil && fence != nil
        guard byToken || byFence else { throw .invalidParams("token", "give either token, or id and fence") }
    }

    public struct Reply: WireObject {
        public var active = false
        public var session: Session?

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("active", &active)
            try visitor.optional("session", &session)
        }
    }
}
