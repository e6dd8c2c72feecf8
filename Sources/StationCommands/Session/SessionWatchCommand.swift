import ArgumentParser
import StationClient
import StationProtocol

struct SessionWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Show the active sessions as they come, change and end, until q or Ctrl-C.",
        discussion: """
            At a terminal a table that fills it: sessions whose holder may have gone and those about to end come first, \
            with the time that is left. Arrows, PgUp and PgDn scroll. Into a pipe, a file or a terminal without a \
            screen the list as it is, then a line for each change; with --output json an object for each event.
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("Only this organization.", valueName: "slug")) var organization:
        Slug?
    @Option(help: ArgumentHelp("Only this account.", valueName: "username")) var account: Username?
    @Option(help: ArgumentHelp("Only at this station.", valueName: "number")) var station: StationID?
    @Flag(help: "Only sessions whose holder may have gone (verdict suspect).") var stale = false

    private var filter: SessionFilter { SessionFilter(account: account, station: station, onlySuspect: stale) }

    func run() async throws {
        let client = try await connection.connect()
        var call = EventsSubscribe()
        call.organization = organization
        call.types = [
            .sessionOpened, .sessionAttached, .sessionDetached, .sessionChanged, .sessionWarning, .sessionEnded,
        ]
        _ = try await client.call(call)
        guard connection.output == .table, Screen.isPossible else { return try await tell(client) }
        let board = SessionBoard(organization: organization, filter: filter, style: Style(for: .standardOutput))
        try await LiveBoard.show(board, client)
    }

    /// The list, then a line for each event.
    private func tell(_ client: StationClient) async throws {
        var filter = filter
        var active: [Session] = []
        for await event in client.events where event.subscription != nil {
            guard filter.passes(event.data) else { continue }
            if connection.output == .table, event.known == .snapshot {
                active += (event.data.sessions ?? []).filter(filter.shows)
                if event.data.last == true { Output.sessions(active).show(.table) }
                continue
            }
            EventLine.show(SessionWatchCommand.only(filter, of: event), connection.output)
            try SessionWatchCommand.check(event)
        }
        throw ClientError.connectionClosed
    }

    /// A part of the snapshot without the sessions that are not meant.
    private static func only(_ filter: SessionFilter, of event: ClientEvent) -> ClientEvent {
        guard let sessions = event.data.sessions, !sessions.allSatisfy(filter.shows),
            let raw = event.raw["sessions"]?.array, var object = event.raw.object
        else { return event }
        var event = event
        object["sessions"] = .array(zip(sessions, raw).filter { filter.shows($0.0) }.map { $0.1 })
        event.raw = .object(object)
        return event
    }

    /// - Throws: ``CommandFailure`` for an event that is the subscription's last one.
    static func check(_ event: ClientEvent) throws {
        switch event.known {
        case .lagged:
            throw CommandFailure(
                message: "the broker closed the connection, since its events were not read in time",
                hint: "start again: it begins with the sessions as they are then", code: Failure.unreachable)
        case .subscriptionEnded:
            throw CommandFailure(
                message: "you may not see these sessions any more", hint: "log in again, or ask an administrator")
        default: break
        }
    }
}
