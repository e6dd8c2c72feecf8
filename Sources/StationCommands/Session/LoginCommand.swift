import ArgumentParser
import Foundation
import StationClient
import StationProtocol

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Log an account in and hold the session until Ctrl-C.",
        discussion: """
            Needs no password where you are the account's OS user, or an operator. With --background the session is left \
            open for its lease, and its token in a file of yours alone, where logout finds it.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var organization: OrganizationOptions
    @Argument(help: "The username or mail address.") var login: Login
    @Option(name: .shortAndLong, help: "The number of the phone or seat.") var station: StationID?
    @Option(help: "What this device is called.") var device: DisplayText?
    @Flag(help: "Leave the session open and come back at once.") var background = false
    @Option(help: "Seconds that a background session lives (5 to 86400; else 12 hours).") var lease: Int64?

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
        // Before anything is opened: a session whose token cannot be kept would be one that nobody can log out.
        if background {
            _ = try TokenFile.directory()
            call.request.leaseSeconds = lease ?? LoginCommand.backgroundLease
        }
        let interrupts = Interrupts()
        let opened = try await client.call(call)
        if background { return try await leave(opened, client) }
        show(opened.session, "logged in")
        try await hold(opened, client, interrupts)
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

    /// Seconds in which a broker that went away may come back, and between two attempts.
    private static let patience = 60.0
    private static let pause = 0.5

    /// Finds the broker again and takes the session up there.
    ///
    /// - Throws: ``ClientError`` when it does not come back in time, or the session has ended meanwhile.
    private func attach(_ token: Token, _ interrupts: Interrupts) async throws -> (StationClient, Session) {
        let deadline = Date().addingTimeInterval(LoginCommand.patience)
        while true {
            do {
                let client = try await connection.connect()
                var call = SessionAttach()
                call.token = token
                return (client, try await client.call(call).session)
            } catch ClientError.refused(let refusal) {
                throw ClientError.refused(refusal)
            } catch {
                guard Date() < deadline else { throw error }
                // Ctrl-C still works: whoever is waiting for the broker may stop waiting.
                if await interrupted(interrupts, within: LoginCommand.pause) { throw ExitCode(Failure.unreachable) }
            }
        }
    }

    private func interrupted(_ interrupts: Interrupts, within seconds: Double) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [stream = interrupts.stream] in
                for await _ in stream { return true }
                return false
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private func show(_ session: Session, _ what: String) {
        let station = session.station.map { " at station \($0)" } ?? ""
        Output(
            json: ["session": session.json], body: .sentence("\(session.account)\(station): \(what)")
        ).show(connection.output)
    }

    /// Holds the session until the person or the broker ends it.
    private func hold(_ opened: SessionOpen.Reply, _ client: StationClient, _ interrupts: Interrupts) async throws {
        enum Outcome: Sendable {
            case interrupted
            case ended(Session, by: String?, comment: String?)
            case disconnected
        }
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { [stream = interrupts.stream] in
                for await _ in stream { return .interrupted }
                return .interrupted
            }
            group.addTask { [client, opened] in
                for await event in client.events where event.known == .sessionEnded {
                    guard let session = event.data.session, session.id == opened.session.id else { continue }
                    return .ended(session, by: event.data.by, comment: event.data.comment?.text)
                }
                return .disconnected
            }
            defer { group.cancelAll() }
            return await group.next() ?? .disconnected
        }
        switch outcome {
        case .interrupted:
            var close = SessionClose()
            close.token = opened.token
            show(try await client.call(close).session, "logged out")
        case .ended(let session, let by, let comment):
            var details = [("reason", session.endReason?.rawValue ?? "")]
            if let by { details.append(("by", by)) }
            if let comment { details.append(("comment", comment)) }
            throw CommandFailure(
                message: "the session of \(session.account) was ended", details: details,
                hint: "log in again when you may")
        case .disconnected:
            let (again, session) = try await attach(opened.token, interrupts)
            show(session, "attached again after the broker was away")
            var back = opened
            back.session = session
            try await hold(back, again, interrupts)
        }
    }
}
