import ArgumentParser
import Foundation
import StationClient
import StationProtocol

/// The options that every command has.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The broker's socket (else STATIOND_SOCKET, else \(StationClient.standardPath)).", valueName: "path"),
        completion: .file())
    var socket: String?

    @Option(help: ArgumentHelp("How to show results: table for people, json for programs.", valueName: "format"))
    var output: OutputFormat = .table

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Act as this supervisor or administrator: asks for the password, logs in for this command only.",
            valueName: "login"))
    var actor: Login?

    @Flag(help: "Read passwords from standard input, one a line, in the order in which they are asked for.")
    var passwordStdin = false

    var path: String {
        socket ?? ProcessInfo.processInfo.environment["STATIOND_SOCKET"] ?? StationClient.standardPath
    }

    func connect() async throws -> StationClient {
        let client = try await StationClient.connect(to: path)
        var hello = BrokerHello()
        hello.client.name = DisplayText("stationctl")!
        hello.client.version = DisplayText(Version.current) ?? DisplayText("0")!
        _ = try await client.call(hello)
        guard let actor else { return client }
        return try await ConsoleLogin.shared.open(actor, on: client, prompt)
    }

    /// A temporary password for somebody: asked for where that is wanted, read where standard input has one, else none, and
    /// the broker makes it up. With --as the first line is the supervisor's own password, and may be the only one.
    func temporaryPassword(for account: Username, isWanted: Bool) throws -> Password? {
        let question = "temporary password for \(account)"
        if isWanted || (passwordStdin && actor == nil) { return try prompt.newPassword(question) }
        return passwordStdin ? try prompt.passwordIfThere(question) : nil
    }

    /// Where passwords come from.
    var prompt: PasswordPrompt { PasswordPrompt(readsStandardInput: passwordStdin) }
}

/// The options of commands about one organization.
struct OrganizationOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The organization (else STATIOND_ORGANIZATION; operators may leave it out where there is only one).",
            valueName: "slug"))
    var organization: Slug?

    /// The organization that is meant.
    ///
    /// - Throws: ``UsageError`` when that cannot be told.
    func resolve(_ client: StationClient) async throws -> Slug {
        if let organization { return organization }
        if let text = ProcessInfo.processInfo.environment["STATIOND_ORGANIZATION"], !text.isEmpty {
            guard let slug = Slug(text) else {
                throw UsageError(message: "STATIOND_ORGANIZATION must be \(Slug.expectation)", hint: "correct it")
            }
            return slug
        }
        var call = OrganizationList()
        call.limit = 2
        if let found = try? await client.call(call).items, found.count == 1 { return found[0].slug }
        throw UsageError(
            message: "which organization?", hint: "name it: --organization SLUG, or set STATIOND_ORGANIZATION")
    }
}

/// Names of the protocol as command line arguments: checked before anything is sent.
extension ExpressibleByArgument where Self: WireString {
    public init?(argument: String) {
        guard let value = Self(argument) else { return nil }
        self = value
    }

    public var defaultValueDescription: String { text }
}

extension Slug: ExpressibleByArgument {}
extension Username: ExpressibleByArgument {}
extension Login: ExpressibleByArgument {}
extension Email: ExpressibleByArgument {}
extension StationID: ExpressibleByArgument {}
extension SessionID: ExpressibleByArgument {}
extension OSSessionID: ExpressibleByArgument {}
extension HoldID: ExpressibleByArgument {}
extension DisplayText: ExpressibleByArgument {}
extension OSUser: ExpressibleByArgument {}
extension Timestamp: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
extension Verdict: ExpressibleByArgument {}
extension StationState: ExpressibleByArgument {}
extension StationKind: ExpressibleByArgument {}
extension StationSource: ExpressibleByArgument {}
extension AccountState: ExpressibleByArgument {}
extension EventType: ExpressibleByArgument {}
extension ClearableField: ExpressibleByArgument {}
