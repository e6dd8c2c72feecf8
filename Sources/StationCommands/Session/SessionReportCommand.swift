import ArgumentParser
import StationClient
import StationProtocol

struct SessionReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Say that an agent is busy, or free again.",
        discussion: """
            For a session that login --background left open. While an agent is busy, a new password or a disabled account \
            does not end the session, up to a maximum that the organization sets.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The username.") var account: Username
    @Flag(inversion: .prefixedNo, help: "Busy, or not any more.") var busy: Bool

    func run() async throws {
        let client = try await connection.connect()
        let file = try TokenFile(organization: try await organization.resolve(client), account: account)
        var call = SessionReport()
        call.token = try file.read()
        call.busy = busy
        let session = try await client.call(call).session
        Output(
            json: ["session": session.json], body: .sentence("\(session.account): \(busy ? "busy" : "not busy")")
        ).show(connection.output)
    }
}
