/// How long sessions may last, and how many there may be. On the wire its fields stand directly in the organization.
public struct LimitPolicies: Sendable, Hashable {
    /// Seconds that a work session lasts at most; 0: for ever.
    public var sessionSeconds: Int64 = 0
    /// Seconds without a touch after which a work session ends; 0: never.
    public var idleSeconds: Int64 = 0
    /// When everybody is logged out, by the clock of ``timeZone``.
    public var dailyLogout = ClockTime.never
    public var timeZone = TimeZoneName.utc
    /// Seconds by which a desktop is warned ahead; 0: it is not.
    public var warningSeconds: Int64 = 300
    /// Work sessions at once; 0: as many as there are accounts.
    public var sessionsMaximum: Int64 = 0
    /// Seconds without a touch after which an OS session is taken for left, and the holder for suspect; 0: never.
    public var idleSuspectSeconds: Int64 = 900

    public static let sessionRange: ClosedRange<Int64> = 0...604_800
    public static let idleRange: ClosedRange<Int64> = 0...86_400
    public static let warningRange: ClosedRange<Int64> = 0...3_600
    public static let sessionsRange: ClosedRange<Int64> = 0...1_000_000

    public init() {}

    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("sessionSeconds", &sessionSeconds, in: LimitPolicies.sessionRange)
        try visitor.required("idleSeconds", &idleSeconds, in: LimitPolicies.idleRange)
        try visitor.required("dailyLogout", &dailyLogout)
        try visitor.required("timeZone", &timeZone)
        try visitor.required("warningSeconds", &warningSeconds, in: LimitPolicies.warningRange)
        try visitor.required("sessionsMaximum", &sessionsMaximum, in: LimitPolicies.sessionsRange)
        try visitor.required("idleSuspectSeconds", &idleSuspectSeconds, in: LimitPolicies.idleRange)
    }
}

/// The limits to change; what is left out stays.
public struct LimitPolicyChanges: Sendable, Equatable {
    public var sessionSeconds: Int64?
    public var idleSeconds: Int64?
    public var dailyLogout: ClockTime?
    public var timeZone: TimeZoneName?
    public var warningSeconds: Int64?
    public var sessionsMaximum: Int64?
    public var idleSuspectSeconds: Int64?

    public init() {}

    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("sessionSeconds", &sessionSeconds, in: LimitPolicies.sessionRange)
        try visitor.optional("idleSeconds", &idleSeconds, in: LimitPolicies.idleRange)
        try visitor.optional("dailyLogout", &dailyLogout)
        try visitor.optional("timeZone", &timeZone)
        try visitor.optional("warningSeconds", &warningSeconds, in: LimitPolicies.warningRange)
        try visitor.optional("sessionsMaximum", &sessionsMaximum, in: LimitPolicies.sessionsRange)
        try visitor.optional("idleSuspectSeconds", &idleSuspectSeconds, in: LimitPolicies.idleRange)
    }

    func apply(to limits: inout LimitPolicies) {
        if let sessionSeconds { limits.sessionSeconds = sessionSeconds }
        if let idleSeconds { limits.idleSeconds = idleSeconds }
        if let dailyLogout { limits.dailyLogout = dailyLogout }
        if let timeZone { limits.timeZone = timeZone }
        if let warningSeconds { limits.warningSeconds = warningSeconds }
        if let sessionsMaximum { limits.sessionsMaximum = sessionsMaximum }
        if let idleSuspectSeconds { limits.idleSuspectSeconds = idleSuspectSeconds }
    }
}
