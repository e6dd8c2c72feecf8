import ArgumentParser
import StationClient
import StationProtocol

struct AccountImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Create the accounts of a CSV file: all of them, or none.",
        discussion: """
            The first line names the columns: username, email, role, station_kind, station, display_name, os_user, \
            subject, starts_at; username and role are needed. The whole file is checked first; every bad line is reported \
            with its number.

            With --passwords each new account without a mail address gets a temporary password; they are written to that \
            file, which only you can read. With --update lines of accounts that exist change them, fields left empty stay \
            as they are, and accounts that no line names are disabled (administrators never): it says what it will do, \
            and asks. Two accounts cannot swap a mail address or a static number in one import.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"])) var file: String
    @Flag(help: "Only check the file, and say what would be done.") var dryRun = false
    @Flag(help: "Change accounts that exist, and disable those that no line names.") var update = false
    @Flag(help: "With --update: leave accounts that no line names as they are.") var keepLeavers = false
    @Option(
        help: ArgumentHelp("A new file for the temporary passwords.", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var passwords: String?
    @Flag(help: "Do not ask.") var yes = false

    func validate() throws {
        if keepLeavers, !update { throw ValidationError("--keep-leavers goes with --update.") }
    }

    func run() async throws {
        let roster = try Roster(path: file)
        guard roster.rows.count + roster.problems.count <= Limits.importRows else {
            throw CommandFailure(
                message: "\(file) has \(roster.rows.count) lines; \(Limits.importRows) is the most for one import",
                hint: "split it")
        }
        // Before anything is made: passwords that cannot be kept would be nobody's.
        let secrets = dryRun ? nil : try passwords.map(SecretFile.init)
        do {
            try await run(roster, secrets)
        } catch let error as ClientError {
            // Without an answer the accounts may be there, and the file has their only passwords.
            if case .refused = error {
                secrets?.remove()
            } else if let secrets, secrets.isWritten {
                Terminal.tell(
                    "whether the accounts were made is not known: look, and keep \(secrets.path) if they were")
            } else {
                secrets?.remove()
            }
            throw error
        } catch {
            secrets?.remove()
            throw error
        }
    }

    private func run(_ roster: Roster, _ secrets: SecretFile?) async throws {
        let client = try await connection.connect()
        let slug = try await organization.resolve(client)
        var problems = roster.problems.map { ($0.line, $0.message) }
        let staged = try await stage(roster.rows, in: slug, client)
        problems += staged.problems
        guard problems.isEmpty else {
            let sorted = problems.sorted { $0.0 < $1.0 }
            throw CommandFailure(
                message:
                    "\(file) has \(sorted.count) bad \(sorted.count == 1 ? "line" : "lines"); nothing was imported",
                details: sorted.map { ("line \($0.0)", $0.1) },
                hint: update
                    ? "mend them and import the file again"
                    : "mend them and import the file again; with --update, accounts that exist are changed")
        }
        if dryRun || update {
            let plan = try await finish(slug, client, dryRun: true)
            if let leavers = plan.leavers { Terminal.tell(AccountImportCommand.names(leavers, of: plan.disabled)) }
            guard !dryRun else { return show(plan, "\(file) is good: \(words(plan, "would be"))") }
            guard
                try yes || plan.disabled == 0
                    || Terminal.confirm("\(words(plan, "will be")). Go on?")
            else { throw CommandFailure(message: "nothing was imported", hint: "answer y to import it") }
            // What was staged went with the dry run.
            return try await commit(try await stage(roster.rows, in: slug, client).given, slug, client, secrets)
        }
        try await commit(staged.given, slug, client, secrets)
        if roster.rows.contains(where: { $0.osUser == nil && (secrets == nil || $0.email != nil) }) {
            let who = secrets == nil ? "those without an OS user" : "those with a mail address"
            Terminal.tell(
                "\(who) have no password yet: stationctl password set\(secrets == nil ? ", or import with --passwords" : "")"
            )
        }
    }

    /// The passwords are on disk before the accounts are: none is made that nobody can read.
    private func commit(
        _ given: [GivenPassword], _ slug: Slug, _ client: StationClient, _ secrets: SecretFile?
    ) async throws {
        try secrets?.write(given)
        let reply = try await finish(slug, client, dryRun: false)
        var sentence = words(reply, "")
        if let secrets { sentence += "; temporary passwords in \(secrets.path)" }
        show(reply, sentence)
    }

    private func show(_ reply: ImportReply, _ sentence: String) {
        Output(
            json: [
                "imported": .integer(reply.committed ? reply.created : 0), "checked": .integer(reply.staged),
                "created": .integer(reply.created), "updated": .integer(reply.updated),
                "unchanged": .integer(reply.unchanged), "disabled": .integer(reply.disabled),
                "leavers": .array((reply.leavers ?? []).map { .string($0.text) }),
                "committed": .bool(reply.committed),
            ], body: .sentence(sentence)
        ).show(connection.output)
    }

    /// "no line names: joe, kim and 12 more".
    private static func names(_ leavers: [Username], of count: Int64) -> String {
        let shown = leavers.prefix(20)
        let more = Int(count) - shown.count
        return "no line names: \(shown.map(\.text).joined(separator: ", "))" + (more > 0 ? " and \(more) more" : "")
    }

    /// "3 accounts created, 1 changed, 2 disabled".
    private func words(_ reply: ImportReply, _ auxiliary: String) -> String {
        let accounts = "\(reply.created) \(reply.created == 1 ? "account" : "accounts")"
        guard update else { return "\(accounts) \(dryRun ? "could be imported" : "imported")" }
        let verb = auxiliary.isEmpty ? "" : "\(auxiliary) "
        var words = ["\(accounts) \(verb)created"]
        if reply.updated > 0 { words.append("\(reply.updated) \(verb)changed") }
        if reply.unchanged > 0 { words.append("\(reply.unchanged) as they are already") }
        if reply.disabled > 0 { words.append("\(reply.disabled) \(verb)disabled") }
        return words.joined(separator: ", ")
    }

    private static let name = RequestKey("import")!

    /// Sends everything; the broker checks it and keeps it aside.
    private func stage(
        _ rows: [ImportRow], in slug: Slug, _ client: StationClient
    ) async throws -> (problems: [(Int, String)], given: [GivenPassword]) {
        var problems: [(Int, String)] = []
        var given: [GivenPassword] = []
        var rest = rows[...]
        while !rest.isEmpty {
            var call = AccountImport()
            call.organization = slug
            call.import = AccountImportCommand.name
            call.update = update ? true : nil
            call.temporaryPasswords = passwords != nil && !dryRun ? true : nil
            call.rows = Part.next(&rest).map { Unread($0) }
            let reply = try await client.call(call)
            problems += reply.problems.map { (Int($0.row), $0.message) }
            given += reply.temporaryPasswords ?? []
            Terminal.progress("checked \(rows.count - rest.count) of \(rows.count)")
        }
        Terminal.progress("", isLast: true)
        return (problems, given)
    }

    private func finish(_ slug: Slug, _ client: StationClient, dryRun: Bool) async throws -> ImportReply {
        Terminal.progress("importing")
        defer { Terminal.progress("", isLast: true) }
        var call = AccountImport()
        call.organization = slug
        call.import = AccountImportCommand.name
        call.final = true
        call.leavers = update && !keepLeavers ? .disable : nil
        call.dryRun = dryRun ? true : nil
        return try await client.call(call)
    }

    /// As many rows as one request takes, by count and by bytes.
    private enum Part {
        private static let bytes = Limits.standard.lineBytes - 1_024

        static func next(_ rest: inout ArraySlice<ImportRow>) -> [JSON] {
            var part: [JSON] = []
            var size = 0
            var writer = JSONWriter()
            while let row = rest.first, part.count < Limits.importPartRows {
                writer.removeAll()
                row.write(to: &writer)
                if size + writer.count + 1 > bytes { break }
                size += writer.count + 1
                part.append(row.json)
                rest = rest.dropFirst()
            }
            return part
        }
    }
}
