import Foundation
import StationClient
import StationProtocol
import Synchronization

/// The console session of `--as`: opened with the connection, ended with the command.
final class ConsoleLogin: Sendable {
    static let shared = ConsoleLogin()

    /// The organization named on the command line.
    let organization = Mutex<Slug?>(nil)
    private let opened = Mutex<(client: StationClient, token: Token)?>(nil)

    /// - Returns: the connection, acting as the session.
    func open(_ login: Login, on client: StationClient, _ prompt: PasswordPrompt) async throws -> StationClient {
        var named = OrganizationOptions()
        named.organization = organization.withLock(\.self)
        var call = SessionOpen()
        call.request.organization = try await named.resolve(client)
        call.request.login = login
        call.request.purpose = .console
        call.credential.type = .password
        call.credential.password = try prompt.password("password of \(login)")
        let reply = try await client.call(call)
        opened.withLock { $0 = (client, reply.token) }
        return client.acting(as: reply.session.id)
    }

    /// Logs out; a command that failed has failed for another reason, so nothing is said of a logout that does.
    func close() async {
        guard
            let (client, token) = opened.withLock({ opened in
                defer { opened = nil }; return opened
            })
        else { return }
        var call = SessionClose()
        call.token = token
        _ = try? await client.call(call)
    }
}
