import ArgumentParser
import StationClient
import StationProtocol

struct AccountAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Create an account.",
        discussion: """
            At a terminal the station is asked for where no option names it, and the nearest free number is proposed for \
            one that is taken. Without a mail address a temporary password is made up and shown once: hand it over.
            """,
        aliases: ["create"])

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The username.") var username: Username
    @Option(help: "agent, supervisor or administrator.") var role: Role = .agent
    @Option(help: ArgumentHelp("The mail address.", valueName: "address")) var email: Email?
    @Option(help: ArgumentHelp("The name for people.", valueName: "name")) var displayName: DisplayText?
    @Option(help: ArgumentHelp("The host user whose processes may log this account in.", valueName: "user")) var osUser:
        OSUser?
    @Option(help: ArgumentHelp("The name at an outside identity provider.", valueName: "name")) var subject:
        DisplayText?
    @Option(help: ArgumentHelp("The first day (RFC 3339): a temporary password lasts from then on.", valueName: "time"))
    var starts: Timestamp?
    @Flag(help: "Ask for the temporary password in place of making one up.") var prompt = false
    @OptionGroup var station: AssignmentOptions

    func run() async throws {
        let client = try await connection.connect()
        var call = AccountCreate()
        call.organization = try await organization.resolve(client)
        call.username = username
        call.role = role
        call.email = email
        call.displayName = displayName
        call.osUser = osUser
        call.subject = subject
        call.startsAt = starts
        call.station = try station.assignment ?? StationQuestions.assignment(for: role)
        call.password = try connection.temporaryPassword(for: username, isWanted: prompt)
        let reply = try await create(call, client)
        Output.given(reply).show(connection.output)
        if reply.account.password?.state == PasswordState.none {
            Terminal.tell("\(username) has no password yet: stationctl password set \(username)")
        }
    }

    /// Proposes another number for one that is taken, as long as the person says yes.
    private func create(_ call: AccountCreate, _ client: StationClient) async throws -> TemporaryPasswordReply {
        var call = call
        while true {
            do {
                return try await client.call(call)
            } catch ClientError.refused(let refusal) {
                guard let nearest = refusal.data["nearest"]?.string.flatMap(StationID.init) else {
                    throw ClientError.refused(refusal)
                }
                guard try StationQuestions.accept(nearest, insteadOf: refusal.message) else {
                    throw CommandFailure(
                        message: refusal.message, details: [("reason", refusal.reason)],
                        hint: "the nearest free number is \(nearest)")
                }
                call.station?.id = nearest
            }
        }
    }
}

/// What `account add` asks about the station.
private enum StationQuestions {
    /// nil where nobody is asked: then the account is dynamic.
    static func assignment(for role: Role) throws -> StationAssignment? {
        guard role == .agent, let kind = try Terminal.ask("station kind, static or dynamic [dynamic]:") else {
            return nil
        }
        guard let word = kind.isEmpty ? .dynamic : StationKind(rawValue: kind.lowercased()) else {
            throw UsageError(message: "\"\(kind)\" is neither static nor dynamic", hint: "answer one of them")
        }
        let question = word == .static ? "its number:" : "the preferred number [none]:"
        let text = try Terminal.ask(question) ?? ""
        if text.isEmpty, word == .dynamic { return StationAssignment() }
        guard let station = StationID(text) else {
            throw UsageError(message: "\"\(text)\" is no station", hint: "\(StationID.expectation)")
        }
        return StationAssignment(word, station)
    }

    static func accept(_ nearest: StationID, insteadOf message: String) throws -> Bool {
        guard let answer = try Terminal.ask("\(message); the nearest free number is \(nearest): use it? [Y/n]") else {
            return false
        }
        return ["", "y", "yes"].contains(answer.lowercased())
    }
}
