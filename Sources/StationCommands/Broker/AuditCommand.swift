import ArgumentParser
import StationProtocol

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read and verify the record of what was done, by whom, to what.",
        subcommands: [AuditListCommand.self, AuditVerifyCommand.self])
}

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Recompute the record's hash chain: was anything changed, removed or moved?",
        discussion: """
            With --head, a head from the journal (journalctl -u stationd) or from an earlier status, a chain that was \
            written anew as a whole is found too. Exit code 1 when something is not as it was written.
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(
        help: ArgumentHelp("A head of the chain that was kept elsewhere.", valueName: "number:hash"),
        transform: { text in
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let seq = Int64(parts[0]), seq >= 0, let hash = AuditHash(parts[1]) else {
                throw ValidationError("'\(text)' is not NUMBER:HASH, the hash being 64 hexadecimal digits.")
            }
            return AuditHead(seq: seq, hash: hash)
        })
    var head: AuditHead?

    func run() async throws {
        let client = try await connection.connect()
        var call = AuditVerify()
        call.head = head
        let reply = try await client.call(call)
        if let broken = reply.broken, connection.output == .table {
            throw CommandFailure(
                message: "the audit is not as it was written: record \(broken.seq) was \(broken.problem.rawValue)",
                details: [("intact before it", "\(reply.records) records")],
                hint: "compare with the journal and a backup: journalctl -u stationd; the database is not to be trusted"
            )
        }
        Output(
            json: reply.json,
            body: .facts([
                ("audit", "intact"), ("records", "\(reply.records)"), ("head", "\(reply.head.seq):\(reply.head.hash)"),
            ])
        ).show(connection.output)
        if !reply.intact { throw ExitCode(Failure.refused) }
    }
}

struct AuditListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the record, newest first.")

    @OptionGroup var connection: ConnectionOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("Only this organization.", valueName: "slug")) var organization:
        Slug?
    @Option(help: ArgumentHelp("Only from this time on (RFC 3339).", valueName: "time")) var from: Timestamp?
    @Option(help: ArgumentHelp("Only before this time (RFC 3339).", valueName: "time")) var to: Timestamp?
    @Option(help: ArgumentHelp("How many records at most.", valueName: "count")) var limit = 100

    func run() async throws {
        let client = try await connection.connect()
        var call = AuditList()
        call.organization = organization
        call.from = from
        call.to = to
        Output.audit(try await client.all(call, limit: limit)).show(connection.output)
    }
}
