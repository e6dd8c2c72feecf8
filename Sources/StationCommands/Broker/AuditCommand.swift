import ArgumentParser
import StationProtocol

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The record of what was done, by whom, to what.",
        subcommands: [AuditListCommand.self])
}

struct AuditListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the record, newest first.")

    @OptionGroup var connection: ConnectionOptions
    @Option(name: .shortAndLong, help: "Only this organization.") var organization: Slug?
    @Option(help: "Only from this time on (RFC 3339).") var from: Timestamp?
    @Option(help: "Only before this time (RFC 3339).") var to: Timestamp?
    @Option(help: "How many records at most.") var limit = 100

    func run() async throws {
        let client = try await connection.connect()
        var call = AuditList()
        call.organization = organization
        call.from = from
        call.to = to
        Output.audit(try await client.all(call, limit: limit)).show(connection.output)
    }
}
