import ArgumentParser
import StationClient
import StationProtocol

struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "End a session that login --background left open.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: ArgumentHelp("The username.", valueName: "username")) var account: Username

    func run() async throws {
        let client = try await connection.connect()
        let file = try TokenFile(organization: try await organization.resolve(client), account: account)
        var call = SessionClose()
        call.token = try file.read()
        do {
            let session = try await client.call(call).session
            file.remove()
            Output(json: ["session": session.json], body: .sentence("\(session.account): logged out"))
                .show(connection.output)
        } catch ClientError.refused(let refusal) where refusal.known == .sessionEnded || refusal.known == .invalidToken
        {
            // The token is worth nothing any more; keeping it would only puzzle the next one.
            file.remove()
            throw ClientError.refused(refusal)
        }
    }
}
