import StationProtocol

/// Keeps a session over lost connections: attaches it again, with growing pauses, until it ends or the broker stays away.
///
/// ```swift
/// let keeper = try await SessionKeeper.open(login)
/// for await update in keeper.updates {
///     switch update {
///     case .lost: show("waiting for the broker")
///     case .attached(let session): show("at station \(session.station?.text ?? "-")")
///     case .event(let event): show(event.type)
///     case .ended(let end): stopWorking(end.reason, end.comment)
///     }
/// }
/// ```
///
/// Within the organization's grace period a restart of the daemon, an upgrade among them, costs the person nothing: same
/// session, same station, same fence.
public final class SessionKeeper: Sendable {
    /// What happens to the session. After ``ended(_:)`` nothing more comes.
    public enum Update: Sendable {
        /// The connection is gone; the keeper looks for the broker.
        case lost
        /// The session is attached again.
        case attached(Session)
        /// Something else that the broker told this connection.
        case event(ClientEvent)
        /// The keeping is over.
        case ended(End)
    }

    /// How keeping a session came to its end.
    public struct End: Sendable {
        /// What brought the keeping to its end.
        public enum Cause: Sendable {
            /// The session has ended: stop working.
            case session(EndReason?)
            /// Another connection attached the session's token: work goes on there.
            case movedElsewhere
            /// The broker did not come back in time. The session may still stand, until its grace period is over.
            case unreachable(ClientError)
        }

        /// What brought it to its end.
        public var cause: Cause
        /// The session as it was last seen.
        public var session: Session
        /// Who ended it, for people.
        public var by: String?
        /// What they said.
        public var comment: String?

        /// The reason of the session's end, where the broker gave one that this library knows.
        public var reason: EndReason? {
            if case .session(let reason) = cause { reason } else { nil }
        }
    }

    /// To be read by one task. When that task stops reading, the keeper stops looking for the broker: the session then
    /// lives as long as the connection that it has.
    public let updates: AsyncStream<Update>

    private let state: KeptSession

    /// Logs in and keeps the session.
    ///
    /// A request key is added where the call has none, so that a reply which is lost on the way is asked for again and the
    /// person is logged in once.
    ///
    /// - Throws: ``ClientError``.
    public static func open(
        _ login: SessionOpen, at path: String = StationClient.standardPath, backoff: Backoff = .standard
    ) async throws -> SessionKeeper {
        var login = login
        if login.requestKey == nil { login.requestKey = RequestKey("keeper-\(UInt64.random(in: 0 ... .max))") }
        var client = try await StationClient.connect(to: path)
        let deadline = ContinuousClock.now + backoff.patience
        var attempt = 0
        while true {
            do {
                return SessionKeeper(try await client.call(login), on: client, at: path, backoff: backoff)
            } catch ClientError.connectionClosed where ContinuousClock.now < deadline {
                // Nobody knows whether it was granted: found again, the broker is asked under the same key.
            } catch {
                await client.close()
                throw error
            }
            while true {
                try await Task.sleep(for: backoff.pause(before: attempt))
                attempt += 1
                do {
                    client = try await StationClient.connect(to: path)
                    break
                } catch ClientError.unreachable where ContinuousClock.now < deadline {}
            }
        }
    }

    /// Keeps a session that was opened on a connection. From now on the keeper reads that connection's events.
    public init(
        _ opened: SessionOpen.Reply, on client: StationClient, at path: String = StationClient.standardPath,
        backoff: Backoff = .standard
    ) {
        let (updates, continuation) = AsyncStream<Update>.makeStream()
        self.updates = updates
        let state = KeptSession(opened, client, path, backoff, continuation)
        self.state = state
        let running = Task { await state.run() }
        continuation.onTermination = { _ in running.cancel() }
    }

    /// The session as it was last seen.
    public var session: Session { get async { await state.session } }

    /// Whether a connection holds the session at this moment.
    public var isAttached: Bool { get async { await state.isAttached } }

    /// Calls a method on the connection that holds the session; waits while there is none.
    ///
    /// - Throws: ``ClientError``; ``ClientError/connectionClosed`` where the outcome is not known.
    public func call<Request: Call>(_ request: Request) async throws -> Request.Reply {
        try await state.client().call(request)
    }

    /// Logs out, waiting for the broker where it is away. The last update says that the session has ended.
    ///
    /// - Throws: ``ClientError``.
    @discardableResult
    public func close() async throws -> Session {
        try await state.close()
    }
}
