import ArgumentParser
import StationProtocol

/// The password requirements that add and edit can set.
struct PasswordPolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "All requirements at once: classic, nist or pci; the options below then change single ones.",
            valueName: "profile"))
    var passwordProfile: PasswordProfile?
    @Option(help: ArgumentHelp("Characters that a password has at least (4 to 128).", valueName: "count"))
    var passwordMinimumLength: Int64?
    @Option(help: ArgumentHelp("Characters that it may have at most (16 to 128).", valueName: "count"))
    var passwordMaximumLength: Int64?
    @Option(
        help: ArgumentHelp(
            "How many of mixed_case, letters_and_digits, special_character are needed (0 to 3).", valueName: "count"))
    var passwordRulesNeeded: Int64?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Which of these three are needed in any case; say none for none of them.", valueName: "rule"),
        completion: .list(CharacterRule.allCases.map(\.rawValue) + ["none"]),
        transform: { text in
            if text == "none" { return [] }
            guard let rule = CharacterRule(rawValue: text) else {
                throw ValidationError("'\(text)' is not mixed_case, letters_and_digits, special_character or none.")
            }
            return [rule]
        })
    var passwordRequiredRules: [[CharacterRule]] = []
    @Option(
        help: ArgumentHelp("Whether common passwords are refused.", valueName: "true|false"),
        completion: .list(["true", "false"])) var passwordBlocklist: Bool?
    @Option(
        help: ArgumentHelp("Whether names of the person and the organization are refused.", valueName: "true|false"),
        completion: .list(["true", "false"]))
    var passwordOwnWords: Bool?
    @Option(help: ArgumentHelp("How many earlier passwords may not be used again (0 to 24).", valueName: "count"))
    var passwordReuseHistory: Int64?
    @Option(
        help: ArgumentHelp("Days after which a password has to be changed (0 for never, to 3650).", valueName: "days"))
    var passwordMaximumAge: Int64?
    @Option(help: ArgumentHelp("Days ahead of that from which on logins are told (0 to 90).", valueName: "days"))
    var passwordWarning: Int64?
    @Option(help: ArgumentHelp("How strong a password is at least (0 to 4).", valueName: "score"))
    var passwordMinimumScore: Int64?
    @Option(
        help: ArgumentHelp("Failed logins after which an account is locked (0 for never, to 100).", valueName: "count"))
    var passwordLockAfter: Int64?
    @Option(help: ArgumentHelp("Seconds that an account is locked (60 to 86400).", valueName: "seconds"))
    var passwordLockSeconds: Int64?
    @Option(help: ArgumentHelp("Hours that a temporary password is good for (1 to 2160).", valueName: "hours"))
    var temporaryPasswordHours: Int64?
    @Option(
        help: ArgumentHelp("Whether a new password ends the account's other sessions.", valueName: "true|false"),
        completion: .list(["true", "false"]))
    var passwordChangeEndsSessions: Bool?

    var changes: PasswordPolicyChanges? {
        var changes = PasswordPolicyChanges()
        changes.profile = passwordProfile
        changes.minimumLength = passwordMinimumLength
        changes.maximumLength = passwordMaximumLength
        changes.rulesNeeded = passwordRulesNeeded
        if !passwordRequiredRules.isEmpty { changes.requiredRules = passwordRequiredRules.flatMap(\.self) }
        changes.blocklist = passwordBlocklist
        changes.ownWords = passwordOwnWords
        changes.reuseHistory = passwordReuseHistory
        changes.maximumAgeDays = passwordMaximumAge
        changes.warningDays = passwordWarning
        changes.minimumScore = passwordMinimumScore
        changes.lockAfterFailures = passwordLockAfter
        changes.lockSeconds = passwordLockSeconds
        return changes == PasswordPolicyChanges() ? nil : changes
    }
}

extension PasswordProfile: ExpressibleByArgument {}
