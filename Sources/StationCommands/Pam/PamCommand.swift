import ArgumentParser
import Foundation
import StationClient
import StationProtocol

struct PamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pam", abstract: "Open and close an agent's station session with their OS login; for pam_exec.",
        discussion: """
            Called by pam_exec(8) behind pam_systemd, as the profiles of pam-auth-update do: pam-auth-update --enable \
            stationd. When the login of a user begins who is an account's OS user, that account is logged in, with the OS \
            session as its holder: it ends with it, however that ends. Users who are nobody's OS user are none of its \
            business.

            Without --required it succeeds whatever happens, so that a broker that fails locks nobody out; the reason is in \
            the journal (journalctl -t stationctl-pam). With --required a refused session refuses the login and says why \
            (pam_exec's option stdout shows it).
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Only accounts of this organization; else of all.", valueName: "slug"))
    var organization: Slug?
    @Flag(help: "Refuse the login where the station session is refused.") var required = false
    @Option(help: ArgumentHelp("How long a login may be kept waiting (at most 60s).", valueName: "duration"))
    var patience = TimeLength(argument: "5s")!

    /// The longest lease there is; the broker renews it as long as the OS session is there.
    private static let lease = Limits.leaseSeconds.upperBound
    private static let longestPatience: Int64 = 60

    func validate() throws {
        guard (1...PamCommand.longestPatience).contains(patience.seconds) else {
            throw ValidationError("--patience must be from 1s to \(PamCommand.longestPatience)s.")
        }
    }

    func run() async throws {
        let login = try PamEnvironment(ProcessInfo.processInfo.environment)
        guard let moment = login.moment else { return }
        // Some hosts let users write part of this environment: which broker is asked is not for them to say.
        unsetenv("STATIOND_SOCKET")
        let (seconds, command) = (patience.seconds, self)
        // The person waits: whatever keeps the broker, or this program, this comes to an end. A thread of its own, since
        // those of tasks may all be waiting.
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: TimeInterval(seconds))
            let code = command.end(login, moment, "the broker did not answer within \(seconds) s")
            Foundation.exit(code.rawValue)
        }
        do {
            switch moment {
            case .opening: try await open(login)
            case .closing: try await close(login)
            }
        } catch {
            throw end(login, moment, Failure.words(for: error).message)
        }
    }

    /// What a failure comes to: a word in the log, and for those who want it so, the end of the login.
    private func end(_ login: PamEnvironment, _ moment: PamEnvironment.Moment, _ message: String) -> ExitCode {
        SystemLog.note("\(login.user): \(message)", isProblem: true)
        guard required, moment == .opening else { return ExitCode.success }
        Terminal.line("No station session: \(message)")
        return ExitCode(Failure.refused)
    }

    private func open(_ login: PamEnvironment) async throws {
        // Without one, as in somebody's `su`, nobody has logged in.
        guard let name = login.osSession, let osSession = OSSessionID(name), let uid = login.uid,
            try OSSessionFacts(of: name).isLogin(of: uid)
        else { return }
        let client = try await connection.connect()
        guard let account = try await account(of: login.user, uid, client) else { return }
        var call = SessionOpen()
        call.request.organization = account.organization
        call.request.login = Login(account.username.text)!
        call.request.leaseSeconds = PamCommand.lease
        var holder = HolderParam()
        holder.osSession = osSession
        call.request.holder = holder
        var device = DeviceLabel()
        device.label = DisplayText(login.device)
        if device.label != nil { call.request.device = device }
        let opened = try await client.call(call)
        try? PamTokenFile(osSession: osSession, user: uid).write(opened.token)
        let station = opened.session.station.map { " at station \($0)" } ?? ""
        SystemLog.note("\(login.user): \(account.username) of \(account.organization) is logged in\(station)")
    }

    /// The account whose OS user this is; nil where there is none.
    ///
    /// - Throws: ``UsageError`` where several are.
    private func account(of user: String, _ uid: UInt32, _ client: StationClient) async throws -> Account? {
        var slugs = [organization].compactMap(\.self)
        if slugs.isEmpty { slugs = try await client.all(OrganizationList(), limit: nil).map(\.slug) }
        var found: [Account] = []
        for slug in slugs {
            for text in [user, "\(uid)"] {
                guard let osUser = OSUser(text) else { continue }
                var call = AccountList()
                call.organization = slug
                call.osUser = osUser
                call.state = .active
                found += try await client.all(call, limit: 2)
            }
        }
        guard found.count <= 1 else {
            throw UsageError(
                message: "\(found.count) accounts have this OS user", hint: "say which organization: --organization")
        }
        return found.first
    }

    /// A login that ends in order is a logout; otherwise the broker learns from the login manager that it ended.
    private func close(_ login: PamEnvironment) async throws {
        guard let osSession = login.osSession.flatMap(OSSessionID.init), let uid = login.uid,
            let token = try? PamTokenFile(osSession: osSession, user: uid).take()
        else { return }
        let client = try await connection.connect()
        var call = SessionClose()
        call.token = token
        do {
            _ = try await client.call(call)
        } catch ClientError.refused(let refusal) where refusal.known == .sessionEnded || refusal.known == .invalidToken
        {
            // It has ended already, and the journal of the broker says why.
        }
    }
}
