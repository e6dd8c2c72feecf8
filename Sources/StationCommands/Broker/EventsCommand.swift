import ArgumentParser
import StationClient
import StationProtocol

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Show what happens, as it happens, until Ctrl-C.")

    @OptionGroup var connection: ConnectionOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("Only this organization.", valueName: "slug")) var organization:
        Slug?
    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Only these types, for example session.ended.", valueName: "type"))
    var types: [EventType] = []

    func run() async throws {
        let client = try await connection.connect()
        var call = EventsSubscribe()
        call.organization = organization
        call.types = types.isEmpty ? nil : types
        _ = try await client.call(call)
        for await event in client.events { EventLine.show(event, connection.output) }
        throw ClientError.connectionClosed
    }
}

/// One event on one line.
enum EventLine {
    static func show(_ event: ClientEvent, _ format: OutputFormat) {
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.value(["seq": .integer(event.seq), "type": .string(event.type), "data": event.raw])
            Terminal.line(writer.text)
        case .table:
            Terminal.line(Words.clean("\(Words.time(WallClock.now))  \(event.type)  \(words(event.data))"))
        }
    }

    private static func words(_ data: EventData) -> String {
        if let sessions = data.sessions {
            return
                "\(sessions.count) active sessions at revision \(data.revision ?? 0)\(data.last == true ? "" : " (more follow)")"
        }
        if let session = data.session {
            var text = "\(session.account)@\(session.organization)"
            if let station = session.station { text += " at station \(station)" }
            guard session.state == .active else {
                return "\(text): \(Words.end(session, by: data.by, comment: data.comment))"
            }
            return "\(text): \(Words.state(session))" + (data.by.map { " by \($0)" } ?? "")
        }
        if let station = data.station {
            return "\(station.station)@\(station.organization) is \(station.state.rawValue)"
        }
        if let takeover = data.takeover {
            return "\(takeover.account): takeover \(takeover.id) \(takeover.state.rawValue)"
        }
        if let place = data.waiting {
            let station = place.station.map { "station \($0)" } ?? "a station"
            return "\(place.account) waits for \(station), place \(place.position)"
        }
        if let account = data.account {
            return "\(account.username)@\(account.organization) \(data.change?.rawValue ?? "")"
        }
        if let organization = data.organization { return "\(organization.slug) \(data.change?.rawValue ?? "")" }
        if let pool = data.pool { return "\(pool.name)@\(pool.organization) \(data.change?.rawValue ?? "")" }
        if let count = data.count { return "\(count) accounts \(data.change?.rawValue ?? "")" }
        return ""
    }
}
