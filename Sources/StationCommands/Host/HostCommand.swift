import ArgumentParser
import StationClient
import StationProtocol

struct HostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host", abstract: "Take this host out of service for maintenance, and back.",
        subcommands: [HostDrainCommand.self, HostResumeCommand.self])
}

struct HostDrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Take no new work sessions, and wait until none is left.",
        discussion: """
            Without a flag it waits until the agents log out by themselves. Ctrl-C ends the waiting, not the drain: that \
            goes on, also over a restart of the daemon, until host resume.
            """)

    @OptionGroup var connection: ConnectionOptions
    @Flag(help: "End the sessions that are not busy, and the others as soon as they are not.") var whenIdle = false
    @Flag(help: "End all sessions now.") var now = false
    @Option(help: ArgumentHelp("With --when-idle: how long busy ones may go on (30m, say).", valueName: "duration"))
    var deadline: TimeLength?
    @Option(
        help: ArgumentHelp("Why; shown to those whose login is refused or whose session is ended.", valueName: "text"))
    var comment: DisplayText?
    @Flag(help: "Come back at once; status tells how many sessions are left.") var noWait = false

    /// Seconds between two looks at how many sessions are left.
    private static let pause = 1

    func validate() throws {
        if whenIdle, now { throw ValidationError("Say --when-idle or --now, not both.") }
        if deadline != nil, !whenIdle { throw ValidationError("--deadline goes with --when-idle.") }
    }

    func run() async throws {
        let client = try await connection.connect()
        var call = HostDrainCall()
        call.mode = now ? .immediate : whenIdle ? .whenIdle : nil
        call.deadlineSeconds = deadline?.seconds
        call.comment = comment
        var drain = try await client.call(call).drain ?? HostDrain()
        while !noWait, drain.sessions > 0 {
            Terminal.progress(
                "\(Words.count(drain.sessions, "work session")) left; Ctrl-C stops waiting, not the drain")
            try await Task.sleep(for: .seconds(HostDrainCommand.pause))
            guard let next = try await client.call(BrokerStatusCall()).drain else {
                Terminal.progress("", isLast: true)
                throw CommandFailure(
                    message: "the drain was ended by somebody else: the host takes new sessions again",
                    hint: "begin again: stationctl host drain")
            }
            drain = next
        }
        Terminal.progress("", isLast: true)
        Output(
            json: ["drain": drain.json],
            body: .sentence(
                "no new work sessions are taken; \(Words.count(drain.sessions, "work session")) left; stationctl host resume ends it"
            )
        ).show(connection.output)
    }
}

struct HostResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Take new work sessions again.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let client = try await connection.connect()
        let reply = try await client.call(HostResume())
        Output(json: reply.json, body: .sentence("new work sessions are taken")).show(connection.output)
    }
}
