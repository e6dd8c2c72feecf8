/// What an organization asks of its people's passwords.
public struct PasswordPolicy: WireObject, Equatable, Hashable {
    /// Characters, counted as Unicode scalars after normalization to NFC.
    public var minimumLength: Int64 = 8
    public var maximumLength: Int64 = 128
    /// How many of the three ``CharacterRule``s must be met, whichever they are.
    public var rulesNeeded: Int64 = 2
    /// Those that must be met beyond that.
    public var requiredRules: [CharacterRule] = []
    /// Whether common passwords are refused.
    public var blocklist = false
    /// Whether the username, the organization's name and the station's number may not be part of it.
    public var ownWords = false
    /// How many earlier passwords may not be used again.
    public var reuseHistory: Int64 = 0
    /// Days after which it must be changed; 0: never.
    public var maximumAgeDays: Int64 = 0
    /// Days before that from which on a login is told.
    public var warningDays: Int64 = 14
    /// The lowest score of strength, 0 to 4.
    public var minimumScore: Int64 = 0
    /// Failed attempts after which a login is refused from everywhere; 0: never. Whoever wants to can then lock others
    /// out, so only those who must should ask for it.
    public var lockAfterFailures: Int64 = 0
    /// Seconds that such a login is refused.
    public var lockSeconds: Int64 = 1_800

    public static let minimumLengthRange: ClosedRange<Int64> = 4...128
    public static let maximumLengthRange: ClosedRange<Int64> = 16...128
    public static let rulesNeededRange: ClosedRange<Int64> = 0...3
    public static let reuseHistoryRange: ClosedRange<Int64> = 0...24
    public static let maximumAgeDaysRange: ClosedRange<Int64> = 0...3_650
    public static let warningDaysRange: ClosedRange<Int64> = 0...90
    public static let minimumScoreRange: ClosedRange<Int64> = 0...4
    public static let lockAfterFailuresRange: ClosedRange<Int64> = 0...100
    public static let lockSecondsRange: ClosedRange<Int64> = 60...86_400

    public init() {}

    public static let classic = PasswordPolicy()

    public static let nist: PasswordPolicy = {
        var policy = PasswordPolicy()
        policy.minimumLength = 15
        policy.rulesNeeded = 0
        policy.blocklist = true
        policy.ownWords = true
        return policy
    }()

    public static let pci: PasswordPolicy = {
        var policy = PasswordPolicy()
        policy.minimumLength = 12
        policy.rulesNeeded = 0
        policy.requiredRules = [.lettersAndDigits]
        policy.reuseHistory = 4
        policy.maximumAgeDays = 90
        policy.lockAfterFailures = 10
        policy.lockSeconds = 1_800
        return policy
    }()

    static func preset(_ profile: PasswordProfile) -> PasswordPolicy? {
        switch profile {
        case .classic: classic
        case .nist: nist
        case .pci: pci
        case .own: nil
        }
    }

    /// The profile whose values these are.
    public var profile: PasswordProfile {
        PasswordProfile.allCases.first { PasswordPolicy.preset($0) == self } ?? .own
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        var profile = profile
        try visitor.required("profile", &profile)
        try visitor.required("minimumLength", &minimumLength)
        try visitor.required("maximumLength", &maximumLength)
        try visitor.required("rulesNeeded", &rulesNeeded)
        try visitor.required("requiredRules", &requiredRules)
        try visitor.required("blocklist", &blocklist)
        try visitor.required("ownWords", &ownWords)
        try visitor.required("reuseHistory", &reuseHistory)
        try visitor.required("maximumAgeDays", &maximumAgeDays)
        try visitor.required("warningDays", &warningDays)
        try visitor.required("minimumScore", &minimumScore)
        try visitor.required("lockAfterFailures", &lockAfterFailures)
        try visitor.required("lockSeconds", &lockSeconds)
    }
}
