import ArgumentParser
import StationClient
import StationProtocol

struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "See who is logged in, and end sessions.",
        subcommands: [
            SessionListCommand.self, SessionShowCommand.self, SessionTerminateCommand.self,
            SessionHistoryCommand.self, SessionWatchCommand.self, SessionReportCommand.self,
        ])
}

struct SessionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the active sessions.")

    @OptionGroup var connection: ConnectionOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("Only this organization.", valueName: "slug")) var organization:
        Slug?
    @Option(help: ArgumentHelp("Only this account.", valueName: "username")) var account: Username?
    @Option(help: ArgumentHelp("Only at this station.", valueName: "number")) var station: StationID?
    @Option(help: "Only with this verdict.") var verdict: Verdict?
    @Flag(help: "Only stale ones: whose holder is suspect.") var stale = false
    @Option(help: ArgumentHelp("How many at most.", valueName: "count")) var limit: Int?

    func validate() throws {
        if stale, verdict != nil { throw ValidationError("Say --stale or --verdict, not both.") }
    }

    func run() async throws {
        let client = try await connection.connect()
        var call = SessionList()
        call.organization = organization
        call.account = account
        call.station = station
        call.verdict = stale ? .suspect : verdict
        let empty = call.verdict == nil && account == nil && station == nil ? "nobody is logged in" : "no session fits"
        Output.sessions(try await client.all(call, limit: limit), empty: empty).show(connection.output)
    }
}

struct SessionShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one session with the evidence of its life.")

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The session's id.") var id: SessionID

    func run() async throws {
        let client = try await connection.connect()
        var call = SessionShow()
        call.id = id
        Output.session(try await client.call(call).session).show(connection.output)
    }
}
