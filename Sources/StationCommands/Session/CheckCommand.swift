import ArgumentParser
import StationClient
import StationProtocol

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether a login would succeed, on which station, and what stands in the way.",
        discussion: "Changes nothing. Exit code 1 when the login would be refused.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The username or mail address.") var login: Login
    @Option(name: .shortAndLong, help: ArgumentHelp("The number of the phone or seat.", valueName: "number"))
    var station: StationID?
    @Flag(help: "As login --takeover would ask.") var takeover = false

    func run() async throws {
        let client = try await connection.connect()
        var call = SessionCheck()
        call.request.organization = try await organization.resolve(client)
        call.request.login = login
        call.request.station = station
        if takeover { call.request.takeover = true }
        let result = try await client.call(call)
        var facts = [("login", result.wouldSucceed ? "would succeed" : "would be refused")]
        if let station = result.station { facts.append(("station", station.text)) }
        for blocker in result.blockers {
            facts.append(("because", "\(blocker.message) (\(blocker.reason))"))
            if let holder = blocker.holder {
                facts.append(("where", Words.device(holder.device)))
                if let station = holder.station { facts.append(("at station", station.text)) }
                facts.append(("since", Words.time(holder.since)))
            }
            if let rule = blocker.rule { facts.append(("by the policy", rule)) }
            if let evidence = blocker.holder?.evidence { facts.append(("evidence", evidence.explanation)) }
            if let remedy = blocker.remedy { facts.append(("what helps", remedy)) }
        }
        Output(json: result.json, body: .facts(facts)).show(connection.output)
        if !result.wouldSucceed { throw ExitCode(Failure.refused) }
    }
}
