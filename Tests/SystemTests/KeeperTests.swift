import Foundation
import Glibc
import StationClient
import StationProtocol
import Testing

/// The Swift client against the built daemon: a session that outlives its connections.
@Suite struct KeeperTests {
    private struct Unexpected: Error {
        var what: String
    }

    private static let hasty = Backoff(first: .milliseconds(10), longest: .milliseconds(50), patience: .seconds(60))

    private func login(_ account: String) -> SessionOpen {
        var login = SessionOpen()
        login.request.organization = Slug("acme")!
        login.request.login = Login(account)!
        return login
    }

    /// The updates up to the end, or up to the one that is waited for.
    private func next(
        _ updates: inout AsyncStream<SessionKeeper.Update>.Iterator
    ) async throws -> SessionKeeper.Update {
        try #require(await updates.next())
    }

    @Test("a session lives through a crash of the daemon: lost, attached with the same fence, ended by a supervisor")
    func crash() async throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let keeper = try await SessionKeeper.open(login("anna"), at: daemon.socket, backoff: Self.hasty)
        let opened = await keeper.session
        var updates = keeper.updates.makeAsyncIterator()
        for _ in 0..<3 {
            daemon.kill()
            guard case .lost = try await next(&updates) else { throw Unexpected(what: "not lost") }
            #expect(await !keeper.isAttached)
            try daemon.start()
            guard case .attached(let session) = try await next(&updates) else { throw Unexpected(what: "not attached") }
            #expect(session.fence == opened.fence && session.station == opened.station && session.verdict == .live)
        }
        // A call goes over the connection that holds the session.
        var verify = SessionVerify()
        verify.id = opened.id
        verify.fence = opened.fence
        #expect(try await keeper.call(verify).active)
        let root = try daemon.connect()
        _ = try root.call("session.terminate", ["id": .string(opened.id.text), "comment": "lunch"])
        guard case .ended(let end) = try await next(&updates) else { throw Unexpected(what: "not ended") }
        #expect(end.reason == .terminated && end.comment == "lunch" && end.by?.contains("operator") == true)
        #expect(await updates.next() == nil)
    }

    @Test("what ended while the daemon was away is told after it is back")
    func endedMeanwhile() async throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let keeper = try await SessionKeeper.open(
            login("anna"), at: daemon.socket,
            backoff: Backoff(first: .seconds(1), longest: .seconds(1), patience: .seconds(60)))
        let session = await keeper.session
        var updates = keeper.updates.makeAsyncIterator()
        daemon.kill()
        guard case .lost = try await next(&updates) else { throw Unexpected(what: "not lost") }
        try daemon.start()
        _ = try daemon.connect().call("session.terminate", ["id": .string(session.id.text)])
        guard case .ended(let end) = try await next(&updates) else { throw Unexpected(what: "not ended") }
        #expect(end.reason == .terminated)
    }

    @Test("logging out while the daemon is away waits for it")
    func closeWhileAway() async throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        root.close()
        let keeper = try await SessionKeeper.open(login("bob"), at: daemon.socket, backoff: Self.hasty)
        var updates = keeper.updates.makeAsyncIterator()
        daemon.kill()
        guard case .lost = try await next(&updates) else { throw Unexpected(what: "not lost") }
        async let closed = keeper.close()
        try daemon.start()
        #expect(try await closed.endReason == .loggedOut)
        let sessions = try daemon.connect().call("session.list", ["organization": "acme"])["sessions"]
        #expect(sessions?.array?.isEmpty == true)
    }

    @Test("a session that another connection attaches has moved")
    func moved() async throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let client = try await StationClient.connect(to: daemon.socket)
        let opened = try await client.call(login("bob"))
        let keeper = SessionKeeper(opened, on: client, at: daemon.socket, backoff: Self.hasty)
        var updates = keeper.updates.makeAsyncIterator()
        _ = try daemon.connect().call("session.attach", ["token": .string(opened.token.text)])
        guard case .ended(let end) = try await next(&updates), case .movedElsewhere = end.cause else {
            throw Unexpected(what: "not moved")
        }
    }

    @Test("a broker that stays away is given up")
    func unreachable() async throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let keeper = try await SessionKeeper.open(
            login("bob"), at: daemon.socket,
            backoff: Backoff(first: .milliseconds(5), longest: .milliseconds(5), patience: .milliseconds(50)))
        var updates = keeper.updates.makeAsyncIterator()
        daemon.kill()
        guard case .lost = try await next(&updates) else { throw Unexpected(what: "not lost") }
        guard case .ended(let end) = try await next(&updates), case .unreachable = end.cause else {
            throw Unexpected(what: "not given up")
        }
        await #expect(throws: ClientError.self) { try await keeper.close() }
    }

    @Test("a keeper that nobody listens to any more does not wait for a broker that is away")
    func unheard() async throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let keeper = try await SessionKeeper.open(login("bob"), at: daemon.socket, backoff: Self.hasty)
        let listening = Task { for await _ in keeper.updates {} }
        listening.cancel()
        await listening.value
        daemon.kill()
        await #expect(throws: ClientError.self) { try await keeper.close() }
    }

    @Test("a login whose reply is lost is asked for again until the broker is back, and logs in once")
    func lostReply() async throws {
        let daemon = try Daemon()
        try daemon.furnish()
        daemon.kill()
        let (path, bob) = (daemon.socket, login("bob"))
        let listener = try Self.listen(at: path)
        async let opening = SessionKeeper.open(bob, at: path, backoff: Self.hasty)
        #expect(await Self.takeRequest(listener, path) > 0)
        try daemon.start()
        let keeper = try await opening
        #expect(await keeper.session.account.text == "bob")
        let sessions = try daemon.connect().call("session.list", ["organization": "acme"])["sessions"]?.array
        #expect(sessions?.count == 1)
    }

    /// Takes one request and says nothing, as a broker that dies at this moment; gives the request's bytes.
    private static func takeRequest(_ listener: Int32, _ path: String) async -> Int {
        await withCheckedContinuation { continuation in
            // On a thread of its own: the client must be able to run meanwhile, also on one core.
            Thread.detachNewThread {
                let peer = accept(listener, nil, nil)
                var bytes = [UInt8](repeating: 0, count: 4_096)
                let count = read(peer, &bytes, bytes.count)
                unlink(path)
                Glibc.close(listener)
                Glibc.close(peer)
                continuation.resume(returning: count)
            }
        }
    }

    private static func listen(at path: String) throws -> Int32 {
        unlink(path)
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, Glibc.listen(listener, 8) == 0 else { throw Unexpected(what: "cannot listen") }
        return listener
    }

    @Test("a logout whose reply was lost has logged out")
    func lostLogout() async throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let client = try await StationClient.connect(to: daemon.socket)
        let opened = try await client.call(login("bob"))
        let keeper = SessionKeeper(
            opened, on: client, at: daemon.socket,
            backoff: Backoff(first: .seconds(2), longest: .seconds(2), patience: .seconds(60)))
        var updates = keeper.updates.makeAsyncIterator()
        daemon.kill()
        guard case .lost = try await next(&updates) else { throw Unexpected(what: "not lost") }
        // As if an earlier attempt had been carried out: the session is over when the keeper finds the broker again.
        async let closed = keeper.close()
        try daemon.start()
        _ = try daemon.connect().call("session.close", ["token": .string(opened.token.text)])
        let session = try await closed
        #expect(session.state == .ended && session.endReason == .loggedOut)
    }
}
