import ArgumentParser
import StationClient
import StationProtocol

struct SessionReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Say that an agent is busy, free again, or away from the keyboard.",
        discussion: """
            For a session that login --background left open. While an agent is busy, a new password or a disabled account \
            does not end the session, nor do limits, up to a maximum that the organization sets.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: ArgumentHelp("The username.", valueName: "username")) var account: Username
    @Flag(inversion: .prefixedNo, help: "The agent is busy, on a call say, or not any more.") var busy: Bool?
    @Option(help: ArgumentHelp("How long nobody has touched keyboard or mouse (0 to 24h).", valueName: "duration"))
    var idle: TimeLength?

    func validate() throws {
        guard busy != nil || idle != nil else { throw ValidationError("Say --busy, --no-busy or --idle.") }
    }

    func run() async throws {
        let client = try await connection.connect()
        let file = try TokenFile(organization: try await organization.resolve(client), account: account)
        var call = SessionReport()
        call.token = try file.read()
        call.busy = busy
        call.idleSeconds = idle?.seconds
        let session = try await client.call(call).session
        Output(
            json: ["session": session.json], body: .sentence("\(session.account): \(Words.state(session))")
        ).show(connection.output)
    }
}
