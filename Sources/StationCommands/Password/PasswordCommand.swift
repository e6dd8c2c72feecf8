import ArgumentParser
import StationClient
import StationProtocol

struct PasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Check, change and give passwords.",
        discussion: """
            Passwords are asked for without being shown, or read from standard input with --password-stdin, one a line. \
            They are never taken from the command line.
            """,
        subcommands: [PasswordCheckCommand.self, PasswordChangeCommand.self, PasswordSetCommand.self])
}

struct PasswordCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say how good a password is, and whether the organization takes it.",
        discussion: "Nothing is stored. Exit code 1 when it would not be taken.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "Whose password it would be: the username or mail address.") var login: Login?

    func run() async throws {
        let client = try await connection.connect()
        var call = PasswordCheck()
        call.organization = try await organization.resolve(client)
        call.login = login
        call.password = try connection.prompt.password("password to check")
        let reply = try await client.call(call)
        Output.check(reply).show(connection.output)
        if !reply.acceptable { throw ExitCode(Failure.refused) }
    }
}

struct PasswordChangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Change your own password, also the temporary one of a first login.",
        discussion: "Asks for the current password, then for the new one twice.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The username or mail address.") var login: Login

    func run() async throws {
        let client = try await connection.connect()
        let slug = try await organization.resolve(client)
        let current = try connection.prompt.password("current password of \(login)")
        let (account, _) = try await PasswordChangeCommand.change(
            login, in: slug, from: current, on: client, connection.prompt)
        Output(
            json: ["account": account.json], body: .sentence("\(account.username): the password was changed")
        ).show(connection.output)
    }

    /// Asks for a new password until one is taken.
    static func change(
        _ login: Login, in slug: Slug, from current: Password, on client: StationClient, _ prompt: PasswordPrompt
    ) async throws -> (Account, Password) {
        var call = PasswordChange()
        call.organization = slug
        call.login = login
        call.current = current
        if prompt.isPerson {
            var options = LoginOptions()
            options.organization = slug
            if let policy = try? await client.call(options).password {
                Terminal.tell("a new password: \(Output.requirements(policy).map(\.1).joined(separator: "; "))")
            }
        }
        while true {
            call.new = try prompt.newPassword("new password of \(login)")
            do {
                return (try await client.call(call).account, call.new)
            } catch ClientError.refused(let refusal) where refusal.known == .passwordRejected && prompt.isPerson {
                Terminal.tell("\(refusal.message):")
                for rule in refusal.data["rules"]?.array ?? [] { Terminal.tell("  \(rule["text"]?.string ?? "")") }
            }
        }
    }
}

struct PasswordSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Give somebody of a lower role a temporary password, to be handed over.",
        discussion: """
            One is made up and shown once; with --prompt it is yours to choose, and with --password-stdin where standard \
            input has a line for it (with --as, the second). The person has to change it at the next login.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: ArgumentHelp("The username.", valueName: "username")) var account: Username
    @Flag(help: "Ask for the temporary password.") var prompt = false

    func run() async throws {
        let client = try await connection.connect()
        var call = PasswordSet()
        call.organization = try await organization.resolve(client)
        call.account = account
        call.password = try connection.temporaryPassword(for: account, isWanted: prompt)
        Output.given(try await client.call(call)).show(connection.output)
    }
}
