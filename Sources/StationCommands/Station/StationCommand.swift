import ArgumentParser
import StationClient
import StationProtocol

struct StationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station", abstract: "See stations, hold them, and reserve them for accounts.",
        subcommands: [
            StationListCommand.self, StationShowCommand.self, StationRequestCommand.self, StationReleaseCommand.self,
            StationReserveCommand.self, StationUnreserveCommand.self,
        ])
}

struct StationListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the stations that are reserved, held, in use or cooling.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Option(help: "Only in this state; free lists the free numbers of the pools.") var state: StationState?
    @Option(help: ArgumentHelp("How many at most.", valueName: "count")) var limit: Int?

    func run() async throws {
        let client = try await connection.connect()
        var call = StationList()
        call.organization = try await organization.resolve(client)
        call.state = state
        Output.stations(try await client.all(call, limit: limit)).show(connection.output)
    }
}

struct StationShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one station.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: ArgumentHelp("The number.", valueName: "number")) var station: StationID

    func run() async throws {
        let client = try await connection.connect()
        var call = StationShow()
        call.organization = try await organization.resolve(client)
        call.station = station
        Output.station(try await client.call(call).station).show(connection.output)
    }
}

struct StationRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Hold a station before login, until Ctrl-C or for 120 seconds.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: ArgumentHelp("The number; without it one is proposed.", valueName: "number")) var station:
        StationID?

    func run() async throws {
        let client = try await connection.connect()
        var call = StationRequest()
        call.organization = try await organization.resolve(client)
        call.station = station
        let interrupts = Interrupts()
        let hold = try await client.call(call)
        Output(
            json: hold.json,
            body: .sentence(
                "station \(hold.station) is held until \(Words.time(hold.expiresAt)) (hold \(hold.hold)); Ctrl-C gives it back"
            )
        ).show(connection.output)
        // The hold is this connection's, and ends with it.
        let isLost = await withTaskGroup(of: Bool.self) { group in
            group.addTask { [stream = interrupts.stream] in
                for await _ in stream { return false }
                return false
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(Limits.holdSeconds))
                return false
            }
            group.addTask {
                for await _ in client.events {}
                return true
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        if isLost { throw ClientError.connectionClosed }
    }
}

struct StationReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "release", abstract: "Give a hold back.")

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The hold, as request gave it.") var hold: HoldID

    func run() async throws {
        let client = try await connection.connect()
        var call = StationRelease()
        call.hold = hold
        Output.station(try await client.call(call).station).show(connection.output)
    }
}

struct StationReserveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reserve",
        abstract: "Make a station the static one of an account; with --until, keep it for a time.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: ArgumentHelp("The number.", valueName: "number")) var station: StationID
    @Argument(help: ArgumentHelp("The username.", valueName: "username")) var account: Username
    @Option(help: ArgumentHelp("From when (RFC 3339); else now.", valueName: "time")) var from: Timestamp?
    @Option(
        help: ArgumentHelp("Until when: keeps it for a shift, or lends somebody's static station.", valueName: "time"))
    var until: Timestamp?

    func run() async throws {
        let client = try await connection.connect()
        var call = StationReserve()
        call.from = from
        call.until = until
        call.organization = try await organization.resolve(client)
        call.station = station
        call.account = account
        Output.station(try await client.call(call).station).show(connection.output)
    }
}

struct StationUnreserveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unreserve", abstract: "Free the static station of an account; it is dynamic from then on.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: ArgumentHelp("The number.", valueName: "number")) var station: StationID
    @Argument(help: ArgumentHelp("The username.", valueName: "username")) var account: Username
    @Option(
        help: ArgumentHelp(
            "Take back the reservation that begins then (RFC 3339), not the assignment.", valueName: "time")) var from:
        Timestamp?

    func run() async throws {
        let client = try await connection.connect()
        var call = StationUnreserve()
        call.from = from
        call.organization = try await organization.resolve(client)
        call.station = station
        call.account = account
        Output.station(try await client.call(call).station).show(connection.output)
    }
}
