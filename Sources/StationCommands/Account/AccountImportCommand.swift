import ArgumentParser
import StationClient
import StationProtocol

struct AccountImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Create the accounts of a CSV file: all of them, or none.",
        discussion: """
            The first line names the columns: username, email, role, station_kind, station, display_name, os_user; \
            username and role are needed. The whole file is checked first; every bad line is reported with its number.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"])) var file: String
    @Flag(help: "Only check the file.") var dryRun = false

    func run() async throws {
        let roster = try Roster(path: file)
        guard roster.rows.count + roster.problems.count <= Limits.importRows else {
            throw CommandFailure(
                message: "\(file) has \(roster.rows.count) lines; \(Limits.importRows) is the most for one import",
                hint: "split it")
        }
        let client = try await connection.connect()
        let slug = try await organization.resolve(client)
        var problems = roster.problems.map { ($0.line, $0.message) }
        problems += try await stage(roster.rows, in: slug, client)
        guard problems.isEmpty else {
            let sorted = problems.sorted { $0.0 < $1.0 }
            throw CommandFailure(
                message:
                    "\(file) has \(sorted.count) bad \(sorted.count == 1 ? "line" : "lines"); nothing was imported",
                details: sorted.map { ("line \($0.0)", $0.1) }, hint: "mend them and import the file again")
        }
        let count = roster.rows.count
        if !dryRun { try await commit(slug, client) }
        let sentence =
            dryRun
            ? "\(file) is good: \(count) accounts could be imported"
            : "\(count) \(count == 1 ? "account" : "accounts") imported"
        Output(
            json: ["imported": .integer(dryRun ? 0 : Int64(count)), "checked": .integer(Int64(count))],
            body: .sentence(sentence)
        ).show(connection.output)
    }

    private static let name = RequestKey("import")!

    /// Sends everything; the broker checks it and keeps it aside.
    private func stage(_ rows: [ImportRow], in slug: Slug, _ client: StationClient) async throws -> [(Int, String)] {
        var problems: [(Int, String)] = []
        var rest = rows[...]
        while !rest.isEmpty {
            var call = AccountImport()
            call.organization = slug
            call.import = AccountImportCommand.name
            call.rows = Part.next(&rest).map { Unread($0) }
            problems += try await client.call(call).problems.map { (Int($0.row), $0.message) }
            Terminal.progress("checked \(rows.count - rest.count) of \(rows.count)")
        }
        Terminal.progress("", isLast: true)
        return problems
    }

    private func commit(_ slug: Slug, _ client: StationClient) async throws {
        Terminal.progress("importing")
        defer { Terminal.progress("", isLast: true) }
        var call = AccountImport()
        call.organization = slug
        call.import = AccountImportCommand.name
        call.final = true
        _ = try await client.call(call)
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
