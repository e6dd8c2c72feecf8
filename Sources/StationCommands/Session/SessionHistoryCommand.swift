import ArgumentParser
import StationClient
import StationProtocol

struct SessionHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Who was logged in, and where: all sessions, newest first.",
        discussion: """
            Who held 4021 at 14:03: stationctl session history --station 4021 --at 2026-11-22T14:03:00Z. \
            All forced logouts of a day, as CSV: --forced --from 2026-11-22T00:00:00Z --to 2026-11-23T00:00:00Z --csv.
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("Only this organization.", valueName: "slug")) var organization:
        Slug?
    @Option(help: ArgumentHelp("Only this account.", valueName: "username")) var account: Username?
    @Option(help: ArgumentHelp("Only at this station.", valueName: "number")) var station: StationID?
    @Option(help: ArgumentHelp("Only those active at this time (RFC 3339).", valueName: "time")) var at: Timestamp?
    @Option(help: ArgumentHelp("Only those active at this time or later (RFC 3339).", valueName: "time")) var from:
        Timestamp?
    @Option(help: ArgumentHelp("Only those opened before this time (RFC 3339).", valueName: "time")) var to: Timestamp?
    @Option(parsing: .upToNextOption, help: "Only those that ended with these reasons.") var reason: [EndReason] = []
    @Flag(help: "Only forced logouts: terminated and taken_over.") var forced = false
    @Flag(help: "As CSV (RFC 4180, times in UTC), for programs and spreadsheets.") var csv = false
    @Option(help: ArgumentHelp("How many at most (else 100; with --csv all).", valueName: "count")) var limit: Int?

    func run() async throws {
        let client = try await connection.connect()
        var call = SessionHistory()
        call.organization = organization
        call.account = account
        call.station = station
        call.at = at
        call.from = from
        call.to = to
        let reasons = reason + (forced ? [.terminated, .takenOver] : [])
        call.reasons = reasons.isEmpty ? nil : reasons
        guard csv else {
            return Output.sessions(try await client.all(call, limit: limit ?? 100), empty: "no session")
                .show(connection.output)
        }
        try await write(call, client)
    }

    /// Page by page: a year of sessions need not fit memory.
    private func write(_ call: SessionHistory, _ client: StationClient) async throws {
        var call = call
        var left = limit ?? Int.max
        Terminal.line(SessionCSV.heading)
        repeat {
            call.limit = min(Limits.pageItems.upperBound, Int64(clamping: left))
            let page = try await client.call(call)
            for session in page.items.prefix(left) { Terminal.line(SessionCSV.line(session)) }
            left -= min(left, page.items.count)
            call.cursor = page.nextCursor
        } while call.cursor != nil && left > 0
    }
}

extension EndReason: ExpressibleByArgument {}
