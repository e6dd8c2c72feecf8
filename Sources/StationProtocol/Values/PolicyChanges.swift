/// Policies that a caller wants to set; what is left out stays as it is.
public struct PolicyChanges: Sendable, Equatable {
    public var stationRoles: [Role]?
    public var stationSource: StationSource?
    public var gracePeriodSeconds: Int64?
    public var suspectYields: Bool?
    public var homes: HomeChanges?
    public var password: PasswordPolicyChanges?
    public var temporaryPasswordHours: Int64?
    public var passwordChangeEndsSessions: Bool?
    public var busyMaximumSeconds: Int64?
    public var lockDelaySeconds: Int64?
    public var agentConflict: PerRoleChanges<AgentConflict>?
    public var askSeconds: Int64?
    public var askSilence: AskSilence?
    public var stationYields: PerRoleChanges<[StationYield]>?
    public var limits = LimitPolicyChanges()

    public init() {}

    /// Visits the fields where they stand: in the params of `organization.create` and `organization.update`.
    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("stationRoles", &stationRoles)
        try visitor.optional("stationSource", &stationSource)
        try visitor.optional("gracePeriodSeconds", &gracePeriodSeconds, in: Policies.gracePeriodRange)
        try visitor.optional("suspectYields", &suspectYields)
        try visitor.optional("homes", &homes)
        try visitor.optional("password", &password)
        try visitor.optional(
            "temporaryPasswordHours", &temporaryPasswordHours, in: Policies.temporaryPasswordHoursRange)
        try visitor.optional("passwordChangeEndsSessions", &passwordChangeEndsSessions)
        try visitor.optional("busyMaximumSeconds", &busyMaximumSeconds, in: Policies.busyMaximumRange)
        try visitor.optional("lockDelaySeconds", &lockDelaySeconds, in: Policies.lockDelayRange)
        try visitor.optional("agentConflict", &agentConflict)
        try visitor.optional("askSeconds", &askSeconds, in: Policies.askRange)
        try visitor.optional("askSilence", &askSilence)
        try visitor.optional("stationYields", &stationYields)
        try limits.visit(&visitor)
    }

    public func apply(to policies: inout Policies) {
        if let stationRoles { policies.stationRoles = Role.allCases.filter(stationRoles.contains) }
        if let stationSource { policies.stationSource = stationSource }
        if let gracePeriodSeconds { policies.gracePeriodSeconds = gracePeriodSeconds }
        if let suspectYields { policies.suspectYields = suspectYields }
        if let agent = homes?.agent { policies.homes.agent = agent }
        if let supervisor = homes?.supervisor { policies.homes.supervisor = supervisor }
        password?.apply(to: &policies.password)
        if let temporaryPasswordHours { policies.temporaryPasswordHours = temporaryPasswordHours }
        if let passwordChangeEndsSessions { policies.passwordChangeEndsSessions = passwordChangeEndsSessions }
        if let busyMaximumSeconds { policies.busyMaximumSeconds = busyMaximumSeconds }
        if let administrator = homes?.administrator { policies.homes.administrator = administrator }
        if let lockDelaySeconds { policies.lockDelaySeconds = lockDelaySeconds }
        agentConflict?.apply(to: &policies.agentConflict)
        if let askSeconds { policies.askSeconds = askSeconds }
        if let askSilence { policies.askSilence = askSilence }
        stationYields?.apply(to: &policies.stationYields)
        limits.apply(to: &policies.limits)
    }
}

public struct HomeChanges: WireObject, Equatable {
    public var agent: DisplayText?
    public var supervisor: DisplayText?
    public var administrator: DisplayText?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("agent", &agent)
        try visitor.optional("supervisor", &supervisor)
        try visitor.optional("administrator", &administrator)
    }
}
