import ArgumentParser
import StationProtocol

/// How sessions are ended, one or many.
struct TerminationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why; the agent's desktop shows it, and the audit keeps it.", valueName: "text"))
    var comment: DisplayText?
    @Flag(help: "Let busy ones go on until they are not.") var whenIdle = false
    @Option(
        help: ArgumentHelp(
            "With --when-idle: how long at most (30m, say); else as the organization has it.", valueName: "duration"))
    var deadline: TimeLength?
    @Flag(help: "Do not ask.") var yes = false
    @Flag(help: "Only show whom it would end.") var dryRun = false

    var mode: TerminateMode? { whenIdle ? .whenIdle : nil }

    func validate() throws {
        if deadline != nil, !whenIdle { throw ValidationError("--deadline goes with --when-idle.") }
    }
}

/// Which sessions are ended, where not one alone is named.
struct TerminationFilters: ParsableArguments {
    @Flag(help: "All whose holder is suspect: lost, left, or gone dark.") var allStale = false
    @Option(help: ArgumentHelp("All at stations of this range, for example 4000-4099.", valueName: "first-last"))
    var stationRange: StationRangeArgument?
    @Option(help: ArgumentHelp("All that have been on for longer than this (8h, say).", valueName: "duration"))
    var olderThan: TimeLength?
    @Flag(help: "All of the organization, or of the host.") var all = false
    @Option(help: "How many they are, for scripts, which are not asked: if another number fits, nothing is ended.")
    var count: Int64?

    var isUsed: Bool { allStale || all || stationRange != nil || olderThan != nil }
}

/// Two numbers with a hyphen between them.
struct StationRangeArgument: ExpressibleByArgument {
    var first: StationID
    var last: StationID

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = StationID(String(parts[0])), let last = StationID(String(parts[1])) else {
            return nil
        }
        (self.first, self.last) = (first, last)
    }
}
