import ArgumentParser
import Foundation
import StationClient
import StationProtocol

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Log an account in and hold the session until Ctrl-C.",
        discussion: """
            Needs no password where you are the account's OS user, or an operator; else it is asked for. A temporary one has \
            to be changed first, which is asked for too. With --background the session is left \
            open for its lease, and its token in a file of yours alone, where logout finds it.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The username or mail address.") var login: Login
    @Option(name: .shortAndLong, help: ArgumentHelp("The number of the phone or seat.", valueName: "number"))
    var station: StationID?
    @Option(help: ArgumentHelp("What this device is called.", valueName: "name")) var device: DisplayText?
    @Flag(help: "Leave the session open and come back at once.") var background = false
    @Flag(help: "Log in with the password, also where none is needed.") var password = false
    @Option(
        help: ArgumentHelp("Seconds that a background session lives (5 to 86400; else 12 hours).", valueName: "seconds")
    ) var lease: Int64?

    @Flag(help: "End the account's live session, where the organization wants that confirmed.") var takeover = false
    @Option(
        help: ArgumentHelp("How long to wait for a station that is taken (5m, say; at most 1h).", valueName: "duration")
    ) var wait: TimeLength?
    @Option(help: ArgumentHelp("The process that the session lives with, in place of this command.", valueName: "pid"))
    var holderPid: Int64?
    @Option(help: ArgumentHelp("The OS session that the session lives with (XDG_SESSION_ID).", valueName: "id"))
    var osSession: OSSessionID?
    @Option(
        help: ArgumentHelp(
            "What to answer when somebody wants to take the session over: allow or deny.", valueName: "answer"))
    var answerTakeover: AskSilence?

    /// How long a reply that is on its way is waited for when somebody gives up.
    private static let patience = Swift.Duration.milliseconds(500)
    private static let backgroundLease: Int64 = 43_200

    func validate() throws {
        guard lease == nil || background else { throw ValidationError("--lease goes with --background.") }
    }

    func run() async throws {
        let client = try await connection.connect()
        var call = SessionOpen()
        call.request.organization = try await organization.resolve(client)
        call.request.login = login
        call.request.station = station
        if let device {
            var label = DeviceLabel()
            label.label = device
            call.request.device = label
        }
        if takeover { call.request.takeover = true }
        call.request.waitSeconds = wait?.seconds
        if holderPid != nil || osSession != nil {
            var holder = HolderParam()
            holder.pid = holderPid
            holder.osSession = osSession
            call.request.holder = holder
        }
        // Before anything is opened: a session whose token cannot be kept would be one that nobody can log out.
        if background {
            _ = try TokenFile.directory()
            call.request.leaseSeconds = lease ?? LoginCommand.backgroundLease
        }
        let interrupts = Interrupts()
        if wait != nil { WaitingNotice.show(on: client) }
        // A login may wait for a station, or for a holder's answer: whoever gives up leaves no trace.
        let givingUp = Task { [stream = interrupts.stream] in
            for await _ in stream {
                // The grant may be on its way: then the signal is for whoever holds the session, and logs out.
                try? await Task.sleep(for: LoginCommand.patience)
                guard !Task.isCancelled else { return }
                // The connection goes with the process, and the login with it.
                Failure.exit(with: CommandFailure(message: "gave up: nobody was logged in", hint: "log in again"))
            }
        }
        let opened = try await open(call, client)
        givingUp.cancel()
        if let end = opened.passwordExpiresAt {
            Terminal.tell("your password has to be changed by \(Words.time(end)): stationctl password change \(login)")
        }
        if background { return try await leave(opened, client) }
        show(opened.session, "logged in")
        try await hold(opened, wait == nil ? client : try await moved(opened, from: client), interrupts)
    }

    /// The session on a connection of its own, whose events are the keeper's to read.
    private func moved(_ opened: SessionOpen.Reply, from client: StationClient) async throws -> StationClient {
        let fresh = try await connection.connect()
        var call = SessionAttach()
        call.token = opened.token
        _ = try await fresh.call(call)
        await client.close()
        return fresh
    }

    /// Without a password where that is enough, else with one; and with a new one where the old may only be changed.
    private func open(_ call: SessionOpen, _ client: StationClient) async throws -> SessionOpen.Reply {
        var call = call
        let prompt = connection.prompt
        if !password, !connection.passwordStdin {
            do {
                return try await client.call(call)
            } catch ClientError.refused(let refusal) where refusal.known == .incorrectCredentials && prompt.isPerson {
                // Who is not known by their uid has a password.
            }
        }
        call.credential.type = .password
        call.credential.password = try prompt.password("password of \(login)")
        do {
            return try await client.call(call)
        } catch ClientError.refused(let refusal) where refusal.known == .passwordChangeRequired {
            guard prompt.isPerson || connection.passwordStdin, let current = call.credential.password else {
                throw ClientError.refused(refusal)
            }
            Terminal.tell(refusal.message)
            let (_, new) = try await PasswordChangeCommand.change(
                login, in: call.request.organization, from: current, on: client, prompt)
            call.credential.password = new
            return try await client.call(call)
        }
    }

    private func leave(_ opened: SessionOpen.Reply, _ client: StationClient) async throws {
        do {
            let file = try TokenFile(organization: opened.session.organization, account: opened.session.account)
            try file.write(opened.token)
        } catch {
            var close = SessionClose()
            close.token = opened.token
            _ = try? await client.call(close)
            throw error
        }
        show(opened.session, "logged in in the background; log out with: stationctl logout \(opened.session.account)")
    }

    private func show(_ session: Session, _ what: String) {
        let station = session.station.map { " at station \($0)" } ?? ""
        Output(
            json: ["session": session.json], body: .sentence("\(session.account)\(station): \(what)")
        ).show(connection.output)
    }

    /// Tells the person what the broker tells, and answers for them where they said how.
    private func answer(_ event: ClientEvent, _ keeper: SessionKeeper) async {
        if let ending = event.data.session?.ending, event.known == .sessionWarning {
            Terminal.tell("this session will end: \(Words.ending(ending, isBusy: event.data.session?.busy == true))")
        }
        guard event.known == .takeoverRequested, let takeover = event.data.takeover else { return }
        let place = takeover.device.label.map { " at \($0)" } ?? ""
        Terminal.tell("somebody wants to take this session over\(place); \(takeover.leftSeconds) s to answer")
        guard let answerTakeover else { return }
        var call = SessionAnswerTakeover()
        call.id = takeover.id
        call.allow = answerTakeover == .allow
        // Too late is no error: it has been decided otherwise, and the broker says how.
        _ = try? await keeper.call(call)
    }

    /// Holds the session until the person or the broker ends it.
    private func hold(_ opened: SessionOpen.Reply, _ client: StationClient, _ interrupts: Interrupts) async throws {
        let keeper = SessionKeeper(opened, on: client, at: connection.path)
        let end = await withTaskGroup(of: SessionKeeper.End?.self) { group in
            group.addTask { [stream = interrupts.stream] in
                for await _ in stream { return nil }
                return nil
            }
            group.addTask { [self] in
                for await update in keeper.updates {
                    switch update {
                    case .lost: Terminal.progress("waiting for the broker")
                    case .attached(let session):
                        Terminal.progress("", isLast: true)
                        show(session, "attached again after the broker was away")
                    case .event(let event): await answer(event, keeper)
                    case .ended(let end): return end
                    }
                }
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let end else {
            // Whoever is waiting for the broker may stop waiting; the session ends with its grace period.
            guard await keeper.isAttached else { throw ExitCode(Failure.unreachable) }
            return show(try await keeper.close(), "logged out")
        }
        switch end.cause {
        case .unreachable(let error): throw error
        case .movedElsewhere:
            throw CommandFailure(
                message: "the session of \(end.session.account) was taken up by another connection",
                hint: "it goes on there; this command no longer holds it")
        case .session(let reason):
            var details = [("reason", reason?.rawValue ?? "")]
            if let by = end.by { details.append(("by", by)) }
            if let comment = end.comment { details.append(("comment", comment)) }
            throw CommandFailure(
                message: "the session of \(end.session.account) was ended", details: details,
                hint: "log in again when you may")
        }
    }
}
