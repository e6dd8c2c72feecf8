import ArgumentParser
import StationClient
import StationProtocol

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Administer the people who log in.",
        subcommands: [
            AccountAddCommand.self, AccountListCommand.self, AccountShowCommand.self, AccountEditCommand.self,
            AccountDisableCommand.self, AccountEnableCommand.self, AccountRemoveCommand.self,
            AccountUnlockCommand.self, AccountImportCommand.self,
        ])
}

/// The station of an account on the command line: a static number, or a dynamic one that is preferred.
struct AssignmentOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The number that is this account's alone.", valueName: "number")) var staticStation:
        StationID?
    @Option(help: ArgumentHelp("The number that is preferred where it is free.", valueName: "number"))
    var preferredStation: StationID?
    @Flag(help: "Any free number, none preferred.") var dynamic = false

    func validate() throws {
        guard [staticStation != nil, preferredStation != nil, dynamic].filter(\.self).count <= 1 else {
            throw ValidationError("Name at most one of --static-station, --preferred-station, --dynamic.")
        }
    }

    var assignment: StationAssignment? {
        if let staticStation { return StationAssignment(.static, staticStation) }
        if let preferredStation { return StationAssignment(.dynamic, preferredStation) }
        return dynamic ? StationAssignment() : nil
    }
}

struct AccountListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the accounts.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Option(help: "Only with this role.") var role: Role?
    @Option(help: "Only active or disabled ones.") var state: AccountState?
    @Option(help: ArgumentHelp("How many at most.", valueName: "count")) var limit: Int?

    func run() async throws {
        let client = try await connection.connect()
        var call = AccountList()
        call.organization = try await organization.resolve(client)
        call.role = role
        call.state = state
        Output.accounts(try await client.all(call, limit: limit)).show(connection.output)
    }
}

struct AccountShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one account.")

    @OptionGroup var target: AccountTarget

    func run() async throws {
        try await target.run(AccountShow.self) {
            $0.organization = $1; $0.account = $2
        }
    }
}

struct AccountEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change an account; what is not named stays.")

    @OptionGroup var target: AccountTarget
    @Option(help: "agent, supervisor or administrator.") var role: Role?
    @Option(help: ArgumentHelp("The mail address.", valueName: "address")) var email: Email?
    @Option(help: ArgumentHelp("The name for people.", valueName: "name")) var displayName: DisplayText?
    @Option(help: ArgumentHelp("The host user whose processes may log this account in.", valueName: "user")) var osUser:
        OSUser?
    @Option(help: ArgumentHelp("The name at an outside identity provider.", valueName: "name")) var subject:
        DisplayText?
    @Option(help: ArgumentHelp("The first day (RFC 3339).", valueName: "time")) var starts: Timestamp?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Empty these: email, displayName, osUser, subject, startsAt.", valueName: "field"))
    var clear: [ClearableField] = []
    @OptionGroup var station: AssignmentOptions

    func run() async throws {
        try await target.run(AccountUpdate.self) { call, organization, account in
            call.organization = organization
            call.account = account
            call.role = role
            call.email = email
            call.displayName = displayName
            call.osUser = osUser
            call.subject = subject
            call.startsAt = starts
            call.clear = clear.isEmpty ? nil : clear
            call.station = station.assignment
        }
    }
}

struct AccountDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Refuse an account's logins and end its session.")

    @OptionGroup var target: AccountTarget

    func run() async throws {
        try await target.run(AccountDisable.self) {
            $0.organization = $1; $0.account = $2
        }
    }
}

struct AccountEnableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Let a disabled account log in again.")

    @OptionGroup var target: AccountTarget

    func run() async throws {
        try await target.run(AccountEnable.self) {
            $0.organization = $1; $0.account = $2
        }
    }
}

struct AccountUnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Forget an account's failed logins, from every source.")

    @OptionGroup var target: AccountTarget

    func run() async throws {
        try await target.run(AccountUnlock.self) {
            $0.organization = $1; $0.account = $2
        }
    }
}

struct AccountRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Forget an account and end its session; its history stays.")

    @OptionGroup var target: AccountTarget
    @Flag(help: "Do not ask.") var yes = false

    func run() async throws {
        if !yes, try !Terminal.confirm("Remove the account \(target.account)?") {
            throw CommandFailure(message: "nothing was removed", hint: "answer y to remove it")
        }
        try await target.run(AccountRemove.self) {
            $0.organization = $1; $0.account = $2
        }
    }
}

/// One account on the command line, and a call about it.
struct AccountTarget: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: ArgumentHelp("The username.", valueName: "username")) var account: Username

    func run<Request: Call>(
        _ type: Request.Type, _ fill: (inout Request, Slug, Username) -> Void
    ) async throws where Request.Reply == AccountReply {
        let client = try await connection.connect()
        var call = Request()
        fill(&call, try await organization.resolve(client), account)
        Output.account(try await client.call(call).account).show(connection.output)
    }
}
