/// Password requirements that a caller wants to set: a profile's, or values of one's own on top of what is there.
public struct PasswordPolicyChanges: WireObject, Equatable {
    /// Sets all values to the profile's; those that are named beside it then change them. `own` sets none.
    public var profile: PasswordProfile?
    public var minimumLength: Int64?
    public var maximumLength: Int64?
    public var rulesNeeded: Int64?
    public var requiredRules: [CharacterRule]?
    public var blocklist: Bool?
    public var ownWords: Bool?
    public var reuseHistory: Int64?
    public var maximumAgeDays: Int64?
    public var warningDays: Int64?
    public var minimumScore: Int64?
    public var lockAfterFailures: Int64?
    public var lockSeconds: Int64?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("profile", &profile)
        try visitor.optional("minimumLength", &minimumLength, in: PasswordPolicy.minimumLengthRange)
        try visitor.optional("maximumLength", &maximumLength, in: PasswordPolicy.maximumLengthRange)
        try visitor.optional("rulesNeeded", &rulesNeeded, in: PasswordPolicy.rulesNeededRange)
        try visitor.optional("requiredRules", &requiredRules)
        try visitor.optional("blocklist", &blocklist)
        try visitor.optional("ownWords", &ownWords)
        try visitor.optional("reuseHistory", &reuseHistory, in: PasswordPolicy.reuseHistoryRange)
        try visitor.optional("maximumAgeDays", &maximumAgeDays, in: PasswordPolicy.maximumAgeDaysRange)
        try visitor.optional("warningDays", &warningDays, in: PasswordPolicy.warningDaysRange)
        try visitor.optional("minimumScore", &minimumScore, in: PasswordPolicy.minimumScoreRange)
        try visitor.optional("lockAfterFailures", &lockAfterFailures, in: PasswordPolicy.lockAfterFailuresRange)
        try visitor.optional("lockSeconds", &lockSeconds, in: PasswordPolicy.lockSecondsRange)
    }

    public func apply(to policy: inout PasswordPolicy) {
        if let preset = profile.flatMap(PasswordPolicy.preset) { policy = preset }
        if let minimumLength { policy.minimumLength = minimumLength }
        if let maximumLength { policy.maximumLength = maximumLength }
        if let rulesNeeded { policy.rulesNeeded = rulesNeeded }
        if let requiredRules { policy.requiredRules = CharacterRule.allCases.filter(requiredRules.contains) }
        if let blocklist { policy.blocklist = blocklist }
        if let ownWords { policy.ownWords = ownWords }
        if let reuseHistory { policy.reuseHistory = reuseHistory }
        if let maximumAgeDays { policy.maximumAgeDays = maximumAgeDays }
        if let warningDays { policy.warningDays = warningDays }
        if let minimumScore { policy.minimumScore = minimumScore }
        if let lockAfterFailures { policy.lockAfterFailures = lockAfterFailures }
        if let lockSeconds { policy.lockSeconds = lockSeconds }
    }
}
