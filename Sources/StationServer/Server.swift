import Dispatch
import Glibc
import Logging
import NIOCore
import NIOPosix
import StationCore
import StationHost
import StationProtocol
import StationStore

/// The broker at work: a ledger, a loop, a socket.
public final class Server: Sendable {
    /// Milliseconds that requests in flight have to be finished in, once the server stops.
    public static let finishMilliseconds: Int64 = 3_000
    /// Milliseconds that ends found at the start have to reach the disk in; with a disk that fails, the daemon serves anyway.
    static let settleMilliseconds: Int64 = 10_000
    /// Milliseconds between the broker's looks at the time.
    private static let tickMilliseconds: Int64 = 1_000

    private let group: MultiThreadedEventLoopGroup
    private let loop: BrokerLoop
    private let ledger: Ledger
    private let acceptor: Acceptor
    private let socket: ListeningSocket
    private let ticking: RepeatedTask

    /// Opens the ledger, ends what an earlier boot left, and begins to accept.
    ///
    /// - Throws: what keeps the ledger from being opened.
    public init(_ settings: ServerSettings, socket: ListeningSocket, logger: Logger) throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let eventLoop = group.next()
        let outlet = LoopOutlet()
        let measures = BrokerMeasures()
        let ledger = try Ledger(directory: settings.stateDirectory, timing: measures.committed) { outcomes in
            eventLoop.execute { outlet.loop?.take(outcomes) }
        }
        let now = Moment(boot: HostClock.bootMilliseconds, wall: HostClock.wallMilliseconds)
        let image = try ledger.image(at: now.timestamp)
        let broker = Broker(settings: settings.broker, image: image, at: now)
        let loop = BrokerLoop(
            settings: settings, broker: broker, ledger: ledger,
            holders: try HolderWatch(eventLoop, outlet),
            passwords: try PasswordDesk(settings.passwords, ledger: image.passwords.lazy.map(\.2.hash)),
            measures: measures, loop: eventLoop, logger: logger)
        outlet.loop = loop
        // Nobody is served before what an earlier boot left, and those whose holders have gone, have ended on disk.
        try eventLoop.submit { loop.start() }.wait()
        _ = Server.wait(for: try eventLoop.submit { loop.settle() }.wait(), Server.settleMilliseconds)
        self.group = group
        self.loop = loop
        self.ledger = ledger
        self.socket = socket
        ticking = Server.tick(loop, eventLoop)
        acceptor = Acceptor(
            socket, settings.peerProcess,
            onConnection: { Server.take($0, $1, $2, settings, loop, eventLoop) },
            onProblem: { logger.warning("a connection was not accepted", metadata: ["problem": "\($0)"]) })
        acceptor.start()
    }

    /// SHA-256 of a text, as the broker is to be given it.
    public static let digest: @Sendable (String) -> StationCore.Digest = { TokenMint.digest($0) }

    /// The host's time zones, as the broker is to be given them.
    public static let calendar = HostCalendar(
        knows: { TimeZones.knows($0.text) }, next: { TimeZones.next(minute: $0, in: $1.text, after: $2) },
        clock: { TimeZones.clock($0, in: $1.text) })

    public var summary: String { (try? loop.loop.submit { self.loop.summary }.wait()) ?? "" }

    /// Stops accepting, finishes what is in flight, commits, closes. Takes ``finishMilliseconds`` and a little at most.
    public func stop() {
        acceptor.stop()
        socket.shut()
        if let quiet = try? loop.loop.submit({ self.loop.stop() }).wait() {
            _ = Server.wait(for: quiet, Server.finishMilliseconds)
        }
        ticking.cancel()
        loop.passwords.stop()
        loop.holders.stop()
        try? loop.loop.submit { self.loop.closeAll() }.wait()
        ledger.close()
        // What they were about to tell the loop is told while it is there.
        loop.backups.queue.sync {}
        loop.backups.inspections.sync(flags: .barrier) {}
        loop.loop.execute { self.loop.logAuditHead() }
        try? group.syncShutdownGracefully()
    }

    /// - Returns: whether it was done in time.
    private static func wait(for future: EventLoopFuture<Void>, _ milliseconds: Int64) -> Bool {
        let done = DispatchSemaphore(value: 0)
        future.whenComplete { _ in done.signal() }
        return done.wait(timeout: .now() + .milliseconds(Int(milliseconds))) == .success
    }

    private static func tick(_ loop: BrokerLoop, _ eventLoop: any EventLoop) -> RepeatedTask {
        let watchdog = ServiceManager.watchdogMilliseconds
        let interval = min(tickMilliseconds, (watchdog ?? .max) / 3)
        return eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(interval), delay: .milliseconds(interval)) {
            _ in
            loop.tick()
            if watchdog != nil { ServiceManager.feedWatchdog() }
        }
    }

    private static func take(
        _ descriptor: CInt, _ credentials: PeerCredentials, _ process: ProcessHandle?, _ settings: ServerSettings,
        _ loop: BrokerLoop, _ eventLoop: any EventLoop
    ) {
        let isOperator =
            credentials.uid == 0 || credentials.uid == settings.daemonUser
            || settings.operatorGroups.contains(where: credentials.isMember)
        let peer = Peer(
            uid: credentials.uid, gid: credentials.gid, pid: credentials.pid > 0 ? credentials.pid : nil,
            isOperator: isOperator, isRelay: settings.relays.contains(credentials.uid))
        let high = settings.limits.queuedBytes
        ClientBootstrap(group: eventLoop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.writeBufferWaterMark, value: .init(low: high / 4, high: high))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(loop.connection(of: peer, process))
                }
            }
            .withConnectedSocket(descriptor)
            .whenFailure { _ in
                // NIO owns the descriptor from the call on and has closed it.
            }
    }
}
