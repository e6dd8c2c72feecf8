import Logging
import NIOCore
import StationContract
import StationCore
import StationHost
import StationProtocol
import StationStore

/// Runs the broker on one event loop: feeds it what happens, does what it wants done, with one exhaustive switch.
///
/// Confined to that loop, which is why it may call itself sendable: others reach it through ``onLoop(_:)`` only.
final class BrokerLoop: @unchecked Sendable {
    let settings: ServerSettings
    let loop: any EventLoop
    let instance: String
    let ledger: Ledger
    var broker: Broker
    let logger: Logger
    let startedAt: Int64
    /// The same on the wall clock.
    let startedWall: Int64

    var writer = JSONWriter(capacity: 4_096)
    var dirty: [Connection] = []
    var connections: [ConnectionID: Connection] = [:]
    private var perUser: [UInt32: Int] = [:]
    private var lastConnection: UInt64 = 0
    var lastSubscription: Int64 = 0
    var subscribers = 0
    private var waitingChanges: [(id: TransactionID, changes: [LedgerChange])] = []
    private var spareActions: [Action] = []
    private var ticks = 0
    var mint = TokenMint()
    let passwords: PasswordDesk
    let holders: HolderWatch
    let measures: BrokerMeasures
    let backups: BackupDesk
    var loggedHead: AuditHead?
    /// Whether somebody has the audit verified: one walk at a time, so that many do not slow commits down.
    var isVerifying = false
    /// Changes that are given to the ledger, or answered, before others have a turn. Measured with 50 clients, two
    /// runs each: 22,000 and 26,000 changes a second with 8, 15,000 and 21,000 with one turn for all.
    private static let changesAtOnce = 8
    /// Ticks between two looks at the invariants.
    private static let ticksPerCheck = 30
    /// Ticks between two notes of the audit's head.
    private static let ticksPerHead = 3_600
    private var wake: Scheduled<Void>?
    private var wakeAt = Int64.max
    var isStopping = false
    private var whenQuiet: EventLoopPromise<Void>?
    private var whenSettled: EventLoopPromise<Void>?

    init(
        settings: ServerSettings, broker: Broker, ledger: Ledger, holders: HolderWatch, passwords: PasswordDesk,
        measures: BrokerMeasures, loop: any EventLoop, logger: Logger
    ) {
        self.measures = measures
        backups = BackupDesk(directory: settings.stateDirectory)
        self.holders = holders
        self.passwords = passwords
        self.settings = settings
        self.broker = broker
        self.ledger = ledger
        self.loop = loop
        self.logger = logger
        instance = String(UInt64.random(in: .min ... .max), radix: 36)
        startedAt = HostClock.bootMilliseconds
        startedWall = HostClock.wallMilliseconds
    }

    /// The contract as one line, made when it is first asked for.
    private static let contract = Contract().line

    var now: Moment { Moment(boot: HostClock.bootMilliseconds, wall: HostClock.wallMilliseconds) }

    // MARK: Inputs

    func start() {
        loop.assertInEventLoop()
        perform(broker.start(at: now))
        logAuditHead()
        removeOldAudit()
        removeOldHistory()
        flushDirty()
    }

    func feed(_ input: Input) {
        // What is done may bring the next input; that one then has an array of its own.
        var actions: [Action] = []
        swap(&actions, &spareActions)
        broker.handle(input, at: now, into: &actions)
        perform(actions)
        actions.removeAll(keepingCapacity: true)
        swap(&actions, &spareActions)
        scheduleWake()
    }

    func take(_ outcomes: [LedgerOutcome]) {
        loop.assertInEventLoop()
        for (index, outcome) in outcomes.enumerated() {
            // The first of many are not kept waiting for the last: they work on while the others are answered.
            if index % BrokerLoop.changesAtOnce == BrokerLoop.changesAtOnce - 1 { flushDirty() }
            switch outcome {
            case .committed(let id): feed(.committed(id))
            case .failed(let id):
                logger.error("a change was not committed", metadata: ["problem": "\(ledger.figures.problem ?? "?")"])
                feed(.failed(id))
            case .recovering(let problem):
                logger.critical(
                    "a commit's outcome is unknown; reopening the ledger", metadata: ["problem": "\(problem)"])
                feed(.ledgerAvailable(false))
            case .recovered:
                logger.notice("the ledger has been read back")
                feed(.ledgerAvailable(true))
            }
        }
        flushDirty()
        settleIfDone()
    }

    /// Done when nothing is on its way to the disk.
    func settle() -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        whenSettled = promise
        settleIfDone()
        return promise.futureResult
    }

    private func settleIfDone() {
        guard let promise = whenSettled, !broker.hasPendingChanges else { return }
        whenSettled = nil
        promise.succeed()
    }

    func tick() {
        loop.assertInEventLoop()
        feed(.tick)
        let boot = now.boot
        for connection in connections.values { connection.checkTimes(at: boot) }
        flushDirty()
        ticks += 1
        if ticks % BrokerLoop.ticksPerCheck == 0 {
            checkInvariants()
            ServiceManager.status(summary)
        }
        if ticks % BrokerLoop.ticksPerHead == 0 {
            logAuditHead()
            removeOldAudit()
            removeOldHistory()
        }
    }

    /// Says so in the log when something is wrong that must never be.
    private func checkInvariants() {
        for breach in broker.brokenInvariants() {
            logger.critical("an invariant is broken", metadata: ["what": "\(breach)"])
        }
    }

    // MARK: Connections

    func connection(of peer: Peer, _ process: ProcessHandle?) -> Connection {
        lastConnection += 1
        return Connection(id: ConnectionID(lastConnection), peer: peer, process: process, broker: self)
    }

    /// Takes a new connection in, or says why not.
    func admit(_ connection: Connection) -> Refusal? {
        let peer = connection.peer
        let reserve = peer.isOperator ? Limits.operatorReserve : 0
        var refusal: Refusal?
        if isStopping {
            refusal = Refusal(.overloaded, "the broker is stopping")
        } else if connections.count >= settings.limits.connections + reserve {
            refusal = Refusal(.overloaded, "the broker has \(connections.count) connections, which is the most")
        } else if perUser[peer.uid] ?? 0 >= settings.limits.connectionsPerUser + reserve {
            refusal = Refusal(
                .overloaded,
                "uid \(peer.uid) has \(settings.limits.connectionsPerUser + reserve) connections, which is the most",
                remedy: "close some, or have an administrator raise limits.connectionsPerUser")
        }
        if let refusal { return refusal.with("retryAfterSeconds", 1) }
        connections[connection.id] = connection
        if let process = connection.process { holders.retain(process) }
        perUser[peer.uid, default: 0] += 1
        feed(.connected(connection.id, peer))
        return nil
    }

    func closed(_ connection: Connection) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        let left = (perUser[connection.peer.uid] ?? 1) - 1
        perUser[connection.peer.uid] = left > 0 ? left : nil
        forgetSubscriptions(of: connection)
        backups.forget(connection.id)
        if let process = connection.process { holders.release(process) }
        if !isStopping { feed(.disconnected(connection.id)) }
        flushDirty()
        finishIfQuiet()
    }

    func flushDirty() {
        while !dirty.isEmpty {
            let batch = dirty
            dirty.removeAll(keepingCapacity: true)
            for connection in batch { connection.flush() }
        }
        finishIfQuiet()
    }

    func log(_ level: Logger.Level, _ message: Logger.Message, _ connection: Connection) {
        logger.log(
            level: level, message,
            metadata: ["uid": "\(connection.peer.uid)", "pid": "\(connection.peer.pid ?? 0)"])
    }

    // MARK: Requests

    func take(_ command: Command, _ ref: RequestRef, from connection: Connection) {
        switch command {
        case .brokerHello(let call): hello(call, ref, connection)
        case .brokerPing:
            var reply = BrokerPing.Reply()
            reply.time = now.timestamp
            answer(ref, .result(reply))
        case .brokerStatus: answer(ref, .result(status(for: connection.peer)))
        case .rpcDiscover: answer(ref, .repeated(BrokerLoop.contract))
        default:
            if command.turnsOnUserName, !connection.peer.isOperator, connection.userName == nil {
                return lookUpUser(connection) { self.pass(command, ref, connection) }
            }
            pass(command, ref, connection)
        }
    }

    private func pass(_ command: Command, _ ref: RequestRef, _ connection: Connection) {
        var request = Request(
            ref: ref, peer: connection.peer, userName: connection.userName ?? nil, command: command)
        do throws(Refusal) {
            try place(command.source, &request)
        } catch {
            return answer(ref, .refused(error))
        }
        findHolders(of: &request, connection)
        request.token = command.token.map(TokenMint.digest)
        request.fresh = secrets(for: request, connection)
        if let change = command.change, change.requestKey != nil { request.fingerprint = TokenMint.fingerprint(change) }
        feed(.request(request))
    }

    /// The user database may be slow, so it is asked elsewhere; once for each connection.
    private func lookUpUser(_ connection: Connection, then body: @escaping () -> Void) {
        let uid = connection.peer.uid
        let bound = NIOLoopBound((connection, body), eventLoop: loop)
        UserLookup.queue.async { [loop] in
            let name = HostUsers.name(of: uid)
            loop.execute {
                let (connection, body) = bound.value
                connection.userName = .some(name)
                body()
                self.flushDirty()
            }
        }
    }

    func cancel(_ ref: RequestRef) { feed(.cancel(ref)) }

    // MARK: Actions

    private func perform(_ actions: [Action]) {
        for action in actions {
            switch action {
            case .commit(let id, let changes): handOver(id, changes)
            case .reply(let ref, let reply): answer(ref, reply)
            case .work(let ref, let work, let source): self.work(work, for: ref, source: source)
            case .withdraw(let ref): withdraw(ref)
            case .check(let ref, let password, let requirements): check(password, requirements, for: ref)
            case .publish(let event): publish(event)
            case .watch(let process): watch(process)
            case .unwatch(let process): holders.unwatch(process)
            case .watchOSSession(let name): watchLogin(name)
            case .unwatchOSSession(let name): holders.unwatchLogin(name)
            case .query(let ref, let query): ask(query, for: ref)
            case .serve(let ref, let question): serve(question, for: ref)
            case .subscribe(let ref, let subscription): subscribe(ref, subscription)
            case .unsubscribe(let ref, let id): unsubscribe(ref, id)
            }
        }
    }

    /// Gives changes to the ledger when all that is readable now has been read, so that one `fsync` serves all of it; but
    /// not more than a few at once, so that under load the ledger writes while the loop reads on.
    private func handOver(_ id: TransactionID, _ changes: [LedgerChange]) {
        waitingChanges.append((id, changes))
        if waitingChanges.count >= BrokerLoop.changesAtOnce {
            commitWaiting()
        } else if waitingChanges.count == 1 {
            loop.execute { self.commitWaiting() }
        }
    }

    private func commitWaiting() {
        ledger.commit(waitingChanges)
        waitingChanges.removeAll(keepingCapacity: true)
    }

    func answer(_ ref: RequestRef, _ reply: Reply) {
        guard let connection = connections[ref.connection], let request = connection.finish(ref) else { return }
        let id = request.id
        if case .refused(let refusal) = reply {
            assert(
                MethodReasons.of(request.method).contains(refusal.reason),
                "\(request.method) answers \(refusal.reason), which its contract does not have")
        }
        switch reply {
        case .result(let result):
            connection.write { writer in
                func write(_ result: some WireObject) { ReplyLine.result(id, result, to: &writer) }
                write(result)
            }
        case .provided(let account):
            var result = TemporaryPasswordReply(account)
            result.temporaryPassword = request.password
            connection.write { ReplyLine.result(id, result, to: &$0) }
        case .staged(var result, let given):
            if !given.isEmpty {
                result.temporaryPasswords = given.map { username, row in
                    var password = GivenPassword()
                    password.username = username
                    password.password = request.rowPasswords[row]
                    return password
                }
            }
            connection.write { ReplyLine.result(id, result, to: &$0) }
        case .opened(let session, let passwordExpiresAt):
            var result = SessionOpen.Reply()
            result.session = session
            result.passwordExpiresAt = passwordExpiresAt
            result.token = request.token ?? result.token
            connection.write { ReplyLine.result(id, result, to: &$0) }
        case .repeated(let text): connection.write { ReplyLine.repeated(id, text, to: &$0) }
        case .refused(let refusal): connection.refuse(id, refusal)
        }
    }

    // MARK: Time

    private func scheduleWake() {
        let due = broker.nextDeadline ?? Int64.max
        guard due < wakeAt else { return }
        wake?.cancel()
        wakeAt = due
        wake = loop.scheduleTask(in: .milliseconds(max(1, due - now.boot))) {
            self.wakeAt = Int64.max
            self.feed(.tick)
            self.flushDirty()
        }
    }

    // MARK: The end

    /// Takes nothing more in; the future is done when everything in flight has been answered.
    func stop() -> EventLoopFuture<Void> {
        loop.assertInEventLoop()
        feed(.stopping)
        isStopping = true
        flushDirty()
        wake?.cancel()
        let promise = loop.makePromise(of: Void.self)
        whenQuiet = promise
        finishIfQuiet()
        return promise.futureResult
    }

    private func finishIfQuiet() {
        guard isStopping, let promise = whenQuiet, connections.values.allSatisfy({ $0.requestsInFlight == 0 }) else {
            return
        }
        whenQuiet = nil
        promise.succeed()
    }

    func closeAll() {
        for connection in connections.values { connection.closeSoon() }
    }

    var summary: String {
        let counts = broker.counts
        return "\(counts.sessions) sessions, \(connections.count) connections"
    }
}
