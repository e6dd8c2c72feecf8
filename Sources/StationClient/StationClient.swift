import NIOCore
import NIOPosix
import StationProtocol

/// A connection to the broker of this host.
///
/// ```swift
/// let client = try await StationClient.connect(to: "/run/stationd/stationd.sock")
/// var login = SessionOpen()
/// login.request.organization = Slug("acme")!
/// login.request.login = Login("anna")!
/// let session = try await client.call(login).session
/// ```
///
/// Calls may be made from any task, as many at once as one likes; replies find their calls by themselves. A session
/// opened here lives as long as this connection does, and its grace period longer.
public final class StationClient: Sendable {
    /// Where the broker listens unless told otherwise.
    public static let standardPath = "/run/stationd/stationd.sock"

    /// What the broker tells without being asked; ends with the connection. To be read by one task.
    public let events: AsyncStream<ClientEvent>

    private let channel: any Channel
    private let handler: NIOLoopBound<ClientHandler>

    private let actor: SessionID?

    private init(
        channel: any Channel, handler: NIOLoopBound<ClientHandler>, events: AsyncStream<ClientEvent>,
        actor: SessionID? = nil
    ) {
        self.actor = actor
        self.channel = channel
        self.handler = handler
        self.events = events
    }

    /// Connects to the broker.
    ///
    /// - Parameter path: of its socket.
    /// - Throws: ``ClientError/unreachable(path:problem:)``.
    public static func connect(to path: String = standardPath) async throws -> StationClient {
        let (events, continuation) = AsyncStream<ClientEvent>.makeStream()
        do {
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.allowRemoteHalfClosure, value: false)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(ClientHandler(events: continuation))
                    }
                }
                .connect(unixDomainSocketPath: path)
                .flatMapThrowing { channel in
                    let handler = try channel.pipeline.syncOperations.handler(type: ClientHandler.self)
                    return StationClient(
                        channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), events: events)
                }.get()
        } catch {
            throw ClientError.unreachable(path: path, problem: "\(error)")
        }
    }

    /// The same connection, acting as one of its sessions: its calls have that session's rights, also where the peer's own
    /// go further, and the audit names its account.
    ///
    /// - Parameter session: of this connection, opened or attached.
    public func acting(as session: SessionID) -> StationClient {
        StationClient(channel: channel, handler: handler, events: events, actor: session)
    }

    /// Calls a method.
    ///
    /// - Throws: ``ClientError``.
    public func call<Request: Call>(_ request: Request) async throws -> Request.Reply {
        var json = request.json
        if let actor, var acting = request as? any ActingCall, acting.actor == nil {
            acting.actor = actor
            json = acting.json
        }
        let result = try await call(Request.method.rawValue, json)
        do {
            return try Request.Reply(reply: result)
        } catch {
            throw ClientError.unexpectedReply(error.message)
        }
    }

    /// Calls a method by its name, with whatever params; for methods that this library does not know.
    ///
    /// - Throws: ``ClientError``.
    public func call(_ method: String, _ params: JSON) async throws -> JSON {
        let (channel, handler) = (channel, handler)
        return try await channel.eventLoop.flatSubmit { handler.value.send(method, params, on: channel) }.get()
    }

    /// Closes the connection; calls in flight fail with ``ClientError/connectionClosed``.
    public func close() async { try? await channel.close().get() }
}
