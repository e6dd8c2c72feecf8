import ArgumentParser
import StationProtocol

/// The password requirements that add and edit can set.
struct PasswordPolicyOptions: ParsableArguments {
    @Option(help: "All requirements at once: classic, nist or pci; the options below then change single ones.")
    var passwordProfile: PasswordProfile?
    @Option(help: "Characters at least (4 to 128).") var passwordMinimumLength: Int64?
    @Option(help: "Characters at most (16 to 128).") var passwordMaximumLength: Int64?
    @Option(help: "How many of mixed_case, letters_and_digits, special_character are needed (0 to 3).")
    var passwordRulesNeeded: Int64?
    @Option(
        parsing: .upToNextOption,
        help: "Those of them that are needed in any case, with spaces between; say none for none.",
        transform: { text in
            if text == "none" { return [] }
            guard let rule = CharacterRule(rawValue: text) else {
                throw ValidationError("'\(text)' is not mixed_case, letters_and_digits, special_character or none.")
            }
            return [rule]
        })
    var passwordRequiredRules: [[CharacterRule]] = []
    @Option(help: "Whether common passwords are refused (true or false).") var passwordBlocklist: Bool?
    @Option(help: "Whether names of the person and the organization are refused (true or false).")
    var passwordOwnWords: Bool?
    @Option(help: "How many earlier passwords may not be used again (0 to 24).") var passwordReuseHistory: Int64?
    @Option(help: "Days after which it has to be changed (0 for never, to 3650).") var passwordMaximumAge: Int64?
    @Option(help: "Days before that from which a login is told (0 to 90).") var passwordWarning: Int64?
    @Option(help: "The strength at least (0 to 4).") var passwordMinimumScore: Int64?
    @Option(help: "Failed logins after which an account is locked (0 for never, to 100).")
    var passwordLockAfter: Int64?
    @Option(help: "Seconds that it is locked (60 to 86400).") var passwordLockSeconds: Int64?
    @Option(help: "Hours that a temporary password is good for (1 to 2160).") var temporaryPasswordHours: Int64?
    @Option(help: "Whether a new password ends the account's other sessions (true or false).")
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
