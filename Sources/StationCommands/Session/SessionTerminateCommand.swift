import ArgumentParser
import StationClient
import StationProtocol

struct SessionTerminateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminate", abstract: "End somebody's session (forced logout).",
        discussion: """
            Shows whom it will end and asks. What was shown is what is ended: if somebody else has taken the place \
            meanwhile, nothing happens. Many are ended by filters: they are listed and counted, and the count is asked for; \
            if another number fits by then, nothing is ended.
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The session's id.") var id: SessionID?
    @Option(name: .shortAndLong, help: ArgumentHelp("The organization of --account and --station.", valueName: "slug"))
    var organization: Slug?
    @Option(help: ArgumentHelp("The session of this account.", valueName: "username")) var account: Username?
    @Option(help: ArgumentHelp("The session at this station.", valueName: "number")) var station: StationID?
    @OptionGroup var options: TerminationOptions
    @OptionGroup(title: "Many at once") var filters: TerminationFilters

    func validate() throws {
        let named = [id != nil, account != nil, station != nil].filter(\.self).count
        if filters.isUsed {
            guard id == nil, station == nil else {
                throw ValidationError("A session's id and --station name one session; leave them out with filters.")
            }
        } else if named != 1 {
            throw ValidationError(
                "Name exactly one of: a session's id, --account, --station; or many: --all-stale, --station-range, --older-than, --all."
            )
        } else if filters.count != nil {
            throw ValidationError("--count goes with --all-stale, --station-range, --older-than or --all.")
        }
    }

    func run() async throws {
        let client = try await connection.connect()
        if filters.isUsed {
            return try await BulkTermination(client, connection, organization, account, filters, options).run()
        }
        let session = try await find(client)
        let place = session.station.map { " at station \($0)" } ?? ""
        let who =
            "\(session.account)@\(session.organization)\(place), since \(Words.time(session.openedAt)), "
            + Words.device(session.device)
        var call = SessionTerminate()
        call.id = session.id
        call.fence = session.fence
        call.comment = options.comment
        call.mode = options.mode
        call.deadlineSeconds = options.deadline?.seconds
        if options.dryRun {
            call.dryRun = true
            let shown = try await client.call(call).session
            return Output(json: ["session": shown.json], body: .sentence("would end: \(who)")).show(connection.output)
        }
        if !options.yes, try !Terminal.confirm("End the session of \(Words.clean(who))?") {
            throw CommandFailure(message: "nothing was ended", hint: "answer y to end it")
        }
        let ended = try await client.call(call).session
        let what = ended.ending.map { "will end: \(who): \(Words.ending($0, isBusy: true))" } ?? "ended: \(who)"
        Output(json: ["session": ended.json], body: .sentence(what)).show(connection.output)
    }

    private func find(_ client: StationClient) async throws -> Session {
        if let id {
            var call = SessionShow()
            call.id = id
            return try await client.call(call).session
        }
        var call = SessionList()
        call.organization = organization
        call.account = account
        call.station = station
        call.limit = 2
        let found = try await client.call(call).items
        guard let session = found.first else {
            let what = account.map { "account \($0)" } ?? station.map { "station \($0)" } ?? ""
            throw CommandFailure(
                message: "there is no active session of \(what)", hint: "stationctl session list")
        }
        guard found.count == 1 else {
            throw UsageError(
                message: "there are sessions in several organizations that fit", hint: "say which: --organization SLUG")
        }
        return session
    }
}
