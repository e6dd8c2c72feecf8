import ArgumentParser
import StationProtocol

/// Policies about who may take a session or a station, and for how long it may be held.
struct SessionPolicyOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "What a login does about the account's live session: deny, confirm, takeover or ask; for one role: agent=ask.",
            valueName: "[role=]policy"),
        completion: .list(SessionPolicyOptions.words(AgentConflict.allCases.map(\.rawValue))),
        transform: SessionPolicyOptions.perRole(AgentConflict.init, "deny, confirm, takeover or ask"))
    var agentConflict: [(Role?, AgentConflict)] = []
    @Option(help: ArgumentHelp("With ask: seconds that the holder has to answer (1 to 120).", valueName: "seconds"))
    var askSeconds: Int64?
    @Option(help: ArgumentHelp("With ask: what no answer means, deny or allow.", valueName: "answer")) var askSilence:
        AskSilence?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Which holders yield their station: suspect, past_shift, both with a plus, or none; for one role: agent=suspect.",
            valueName: "[role=]holders"),
        completion: .list(SessionPolicyOptions.words(["suspect", "past_shift", "suspect+past_shift", "none"])),
        transform: SessionPolicyOptions.perRole(
            SessionPolicyOptions.yields, "suspect, past_shift, suspect+past_shift or none"))
    var stationYields: [(Role?, [StationYield])] = []
    @Option(
        help: ArgumentHelp(
            "How long a station is kept from others after an unclean end (0 to 60s).", valueName: "duration"))
    var lockDelay: TimeLength?
    @Option(help: ArgumentHelp("How long a work session lasts at most (0 for ever, to 7d).", valueName: "duration"))
    var sessionLimit: TimeLength?
    @Option(
        help: ArgumentHelp(
            "How long a work session may be idle before it ends (0 for ever, to 24h).", valueName: "duration"))
    var idleLimit: TimeLength?
    @Option(
        help: ArgumentHelp(
            "How long an OS session may be idle before the holder is suspect (0 for ever, to 24h).",
            valueName: "duration"))
    var idleSuspect: TimeLength?
    @Option(help: ArgumentHelp("When everybody is logged out each day: 18:30, say, or never.", valueName: "time"))
    var dailyLogout: ClockTime?
    @Option(help: ArgumentHelp("The time zone of the daily logout, Europe/Berlin, say.", valueName: "zone"))
    var timeZone: TimeZoneName?
    @Option(help: ArgumentHelp("How long ahead a desktop is warned of a limit (0 to 1h).", valueName: "duration"))
    var warning: TimeLength?
    @Option(
        help: ArgumentHelp(
            "How many work sessions there may be at once, of all roles (0: no bound).", valueName: "count"))
    var sessionsMaximum: Int64?

    func apply(to changes: inout PolicyChanges) {
        if !agentConflict.isEmpty { changes.agentConflict = Self.changes(agentConflict) }
        changes.askSeconds = askSeconds
        changes.askSilence = askSilence
        if !stationYields.isEmpty { changes.stationYields = Self.changes(stationYields) }
        changes.lockDelaySeconds = lockDelay?.seconds
        changes.limits.sessionSeconds = sessionLimit?.seconds
        changes.limits.idleSeconds = idleLimit?.seconds
        changes.limits.idleSuspectSeconds = idleSuspect?.seconds
        changes.limits.dailyLogout = dailyLogout
        changes.limits.timeZone = timeZone
        changes.limits.warningSeconds = warning?.seconds
        changes.limits.sessionsMaximum = sessionsMaximum
    }

    private static func yields(_ text: String) -> [StationYield]? {
        if text == "none" { return [] }
        let words = text.split(separator: "+").map { StationYield(rawValue: String($0)) }
        return words.contains(nil) ? nil : words.compactMap(\.self)
    }

    /// What shells propose: each word alone, and for one role.
    private static func words(_ words: [String]) -> [String] {
        words + Role.allCases.flatMap { role in words.map { "\(role.rawValue)=\($0)" } }
    }

    /// "policy" or "role=policy".
    private static func perRole<Value>(
        _ read: @escaping @Sendable (String) -> Value?, _ words: String
    ) -> @Sendable (String) throws -> (Role?, Value) {
        { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let role = parts.count == 2 ? Role(rawValue: parts[0]) : nil
            guard parts.count == 1 || role != nil, let value = read(parts.last ?? "") else {
                throw ValidationError(
                    "'\(text)' is not \(words), alone or behind agent=, supervisor= or administrator=.")
            }
            return (role, value)
        }
    }

    private static func changes<Value>(_ values: [(Role?, Value)]) -> PerRoleChanges<Value> {
        var changes = PerRoleChanges<Value>()
        for (role, value) in values {
            if role == nil || role == .agent { changes.agent = value }
            if role == nil || role == .supervisor { changes.supervisor = value }
            if role == nil || role == .administrator { changes.administrator = value }
        }
        return changes
    }
}

extension AskSilence: ExpressibleByArgument {}
extension ClockTime: ExpressibleByArgument {}
extension TimeZoneName: ExpressibleByArgument {}
