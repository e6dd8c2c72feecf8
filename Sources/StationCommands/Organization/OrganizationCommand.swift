import ArgumentParser
import StationProtocol

struct OrganizationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organization", abstract: "Administer the tenants of this host and their policies.",
        subcommands: [
            OrganizationAddCommand.self, OrganizationListCommand.self, OrganizationShowCommand.self,
            OrganizationEditCommand.self,
        ])
}

/// The policies that add and edit can set.
struct PolicyOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The roles that need a station to work; say none for no role.", valueName: "role"),
        completion: .list(Role.allCases.map(\.rawValue) + ["none"]),
        transform: { text in
            if text == "none" { return [] }
            guard let role = Role(rawValue: text) else {
                throw ValidationError("'\(text)' is not agent, supervisor, administrator or none.")
            }
            return [role]
        })
    var stationRoles: [[Role]] = []
    @Option(help: ArgumentHelp("Where dynamic numbers come from: any, typed or pool.", valueName: "source"))
    var stationSource: StationSource?
    @Option(help: ArgumentHelp("Seconds in which a lost desktop may come back (0 to 3600).", valueName: "seconds"))
    var gracePeriod: Int64?
    @Option(
        help: ArgumentHelp("Whether a lost desktop's session yields to a new login.", valueName: "true|false"),
        completion: .list(["true", "false"])) var suspectYields: Bool?
    @Option(
        help: ArgumentHelp(
            "Seconds that a busy session is spared the ends that policy causes (0 to 7200).", valueName: "seconds"))
    var busyMaximum: Int64?
    @Option(help: ArgumentHelp("The home page of agents.", valueName: "page")) var agentHome: DisplayText?
    @Option(help: ArgumentHelp("The home page of supervisors.", valueName: "page")) var supervisorHome: DisplayText?
    @Option(help: ArgumentHelp("The home page of administrators.", valueName: "page")) var administratorHome:
        DisplayText?
    @OptionGroup(title: "Sessions") var sessions: SessionPolicyOptions
    @OptionGroup(title: "Passwords") var passwords: PasswordPolicyOptions

    var changes: PolicyChanges {
        var changes = PolicyChanges()
        if !stationRoles.isEmpty { changes.stationRoles = stationRoles.flatMap(\.self) }
        changes.stationSource = stationSource
        changes.gracePeriodSeconds = gracePeriod
        changes.suspectYields = suspectYields
        changes.busyMaximumSeconds = busyMaximum
        if agentHome != nil || supervisorHome != nil || administratorHome != nil {
            var homes = HomeChanges()
            homes.agent = agentHome
            homes.supervisor = supervisorHome
            homes.administrator = administratorHome
            changes.homes = homes
        }
        sessions.apply(to: &changes)
        changes.password = passwords.changes
        changes.temporaryPasswordHours = passwords.temporaryPasswordHours
        changes.passwordChangeEndsSessions = passwords.passwordChangeEndsSessions
        return changes
    }
}

struct OrganizationAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Create an organization.", aliases: ["create"])

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "Its short name: a-z, 0-9 and -.") var slug: Slug
    @Argument(help: "Its name for people.") var name: DisplayText
    @OptionGroup var policies: PolicyOptions

    func run() async throws {
        let client = try await connection.connect()
        var call = OrganizationCreate()
        call.slug = slug
        call.name = name
        call.policies = policies.changes
        Output.organization(try await client.call(call).organization).show(connection.output)
    }
}

struct OrganizationListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the organizations.")

    @OptionGroup var connection: ConnectionOptions
    @Option(help: ArgumentHelp("How many at most.", valueName: "count")) var limit: Int?

    func run() async throws {
        let client = try await connection.connect()
        Output.organizations(try await client.all(OrganizationList(), limit: limit)).show(connection.output)
    }
}

struct OrganizationShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an organization and its policies.")

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "Its short name.") var slug: Slug

    func run() async throws {
        let client = try await connection.connect()
        var call = OrganizationShow()
        call.organization = slug
        Output.organization(try await client.call(call).organization).show(connection.output)
    }
}

struct OrganizationEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change an organization; what is not named stays.")

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "Its short name.") var slug: Slug
    @Option(help: "Its name for people.") var name: DisplayText?
    @OptionGroup var policies: PolicyOptions

    func run() async throws {
        let client = try await connection.connect()
        var call = OrganizationUpdate()
        call.organization = slug
        call.name = name
        call.policies = policies.changes
        Output.organization(try await client.call(call).organization).show(connection.output)
    }
}
