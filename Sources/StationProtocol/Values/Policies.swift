/// What an organization has decided. On the wire its fields stand directly in the organization.
public struct Policies: WireObject, Equatable, Hashable {
    /// Roles whose work sessions must have a station.
    public var stationRoles: [Role] = [.agent]
    public var stationSource = StationSource.any
    /// Seconds in which a detached holder may re-attach.
    public var gracePeriodSeconds: Int64 = 30
    /// Whether a suspect holder yields to a new login of the same account.
    public var suspectYields = true
    public var homes = Homes()
    public var password = PasswordPolicy()
    /// Hours that a temporary password is good for, from its making or from the account's start, whichever is later.
    public var temporaryPasswordHours: Int64 = 72
    /// Whether a new password ends the account's other sessions.
    public var passwordChangeEndsSessions = true

    /// Seconds that a busy session is spared the ends that policy causes; 0: none is spared.
    public var busyMaximumSeconds: Int64 = 900

    /// Seconds that a station is kept from other accounts after an unclean end.
    public var lockDelaySeconds: Int64 = 15
    public var agentConflict = PerRole<AgentConflict>()
    /// Seconds that a holder has to answer in, and what is decided where it says nothing.
    public var askSeconds: Int64 = 20
    public var askSilence = AskSilence.deny
    public var stationYields = PerRole<[StationYield]>()
    public var limits = LimitPolicies()

    public static let lockDelayRange: ClosedRange<Int64> = 0...60
    public static let askRange: ClosedRange<Int64> = 1...120
    public static let busyMaximumRange: ClosedRange<Int64> = 0...7_200
    public static let temporaryPasswordHoursRange: ClosedRange<Int64> = 1...2_160
    public static let gracePeriodRange: ClosedRange<Int64> = 0...3_600

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("stationRoles", &stationRoles)
        try visitor.required("stationSource", &stationSource)
        try visitor.required("gracePeriodSeconds", &gracePeriodSeconds, in: Policies.gracePeriodRange)
        try visitor.required("suspectYields", &suspectYields)
        try visitor.required("homes", &homes)
        try visitor.required("password", &password)
        try visitor.required("temporaryPasswordHours", &temporaryPasswordHours)
        try visitor.required("passwordChangeEndsSessions", &passwordChangeEndsSessions)
        try visitor.required("busyMaximumSeconds", &busyMaximumSeconds)
        try visitor.required("lockDelaySeconds", &lockDelaySeconds)
        try visitor.required("agentConflict", &agentConflict)
        try visitor.required("askSeconds", &askSeconds)
        try visitor.required("askSilence", &askSilence)
        try visitor.required("stationYields", &stationYields)
        try limits.visit(&visitor)
    }
}

/// The page each role lands on after login.
public struct Homes: WireObject, Equatable, Hashable {
    public var agent: DisplayText = DisplayText("/agent")!
    public var supervisor: DisplayText = DisplayText("/supervisor")!
    public var administrator: DisplayText = DisplayText("/administrator")!

    public init() {}

    public subscript(role: Role) -> DisplayText {
        switch role {
        case .agent: agent
        case .supervisor: supervisor
        case .administrator: administrator
        }
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("agent", &agent)
        try visitor.required("supervisor", &supervisor)
        try visitor.required("administrator", &administrator)
    }
}
