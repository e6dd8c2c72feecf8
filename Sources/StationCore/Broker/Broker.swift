import StationProtocol

/// The broker as a pure state machine: an input and the time go in, actions come out.
///
/// It holds who may log in and who holds which station. It reads no clock, draws no randomness, touches no file and no
/// socket: the same inputs give the same actions. What a peer can cause is an answer, never a trap.
///
/// Memory shows what is on disk: a change is decided, given out as `commit`, and applied when it comes back as
/// `committed`. Until then what it concerns is locked (``Lock``), and whoever needs that waits for the outcome.
public struct Broker: Sendable {
    let settings: BrokerSettings
    var now: Moment
    var actions: [Action] = []

    // What is durable.
    var organizations: [Slug: OrganizationState] = [:]
    var organizationNames = SortedSet<Slug>()
    var sessions: [SessionID: LiveSession] = [:]
    /// The active sessions in the order of their opening.
    var sessionOrder = SortedSet<SessionID>()
    var tokens: [Digest: SessionID] = [:]
    var requestKeys = RequestKeyTable()
    /// When request keys are next looked at for some to forget, in milliseconds of the boot clock.
    var nextForgetting: Int64 = 0
    var ends = RecentEnds(capacity: Limits.rememberedEnds)
    var lastFence: Int64 = 0
    /// The sessions that live with a process.
    var heldBy: [ProcessIdentity: [SessionID]] = [:]
    var osSessions: [OSSessionID: OSSessionState] = [:]
    var throttle = Throttle()
    var failureLogs: [Slug?: FailureLog] = [:]
    /// When failures are next looked at for some to forget, in milliseconds of the boot clock.
    var nextFailureForgetting: Int64 = 0

    var drain: DrainRecord?
    /// When reservations are next looked at, and were last, in milliseconds since 1970.
    var nextReservation: Int64 = 0
    var lastReservation: Int64 = 0
    /// Wall clock less boot clock, in milliseconds, at the last look.
    var clockOffset: Int64?

    // What lives with connections.
    var connections: [ConnectionID: ConnectionState] = [:]
    var holds: [HoldID: Hold] = [:]
    var holdsPerUser: [UInt32: Int] = [:]
    var lastHold: UInt64 = 0
    /// Takeovers that holders are being asked about.
    var asks: [TakeoverID: Ask] = [:]
    var lastTakeover: UInt64 = 0
    /// Logins to be decided anew as soon as what is being done is done.
    var resumed: [Request] = []
    var isStopping = false
    /// Logins that wait for a station, by organization, in the order of their coming.
    var waiting: [Slug: [WaitingLogin]] = [:]
    /// Organizations in which stations may have come free since waiting logins were last tried.
    var freed: Set<Slug> = []
    /// Those in which a waiting login waits for the outcome of something on its way to the disk.
    var stalled: [TransactionID: Set<Slug>] = [:]
    /// When the deadline queue has its next entry for an organization's waiting logins.
    var waitingDue: [Slug: Int64] = [:]
    var lastWaiting: UInt64 = 0
    /// Organizations in which waiting logins have moved up since they were last told.
    var movedUp: Set<Slug> = []
    var imports: [ImportName: StagedImport] = [:]

    // What is on its way to the disk.
    var pending: [TransactionID: PendingTransaction] = [:]
    var locks: [Lock: TransactionID] = [:]
    var parked: [TransactionID: [Request]] = [:]
    var lastTransaction: UInt64 = 0
    /// Requests whose password is being worked on.
    var attempts: [RequestRef: Attempt] = [:]
    /// Requests that wait for the outcome of others' attempts.
    var waitingAttempts = WaitingAttempts()
    var isLedgerAvailable = true

    var deadlines = DeadlineQueue<Deadline>()
    /// How many events were published.
    var revision: Int64 = 0

    /// When the broker next has something to do without being asked, in milliseconds of the boot clock.
    public var nextDeadline: Int64? { deadlines.nextDue }

    /// Whether something is on its way to the disk.
    public var hasPendingChanges: Bool { !pending.isEmpty }

    /// Takes one input and gives back what is to be done, in order.
    public mutating func handle(_ input: Input, at now: Moment) -> [Action] {
        var result: [Action] = []
        handle(input, at: now, into: &result)
        return result
    }

    /// Takes one input and replaces `result` by what is to be done, in order. Two arrays take turns, so that none is made.
    public mutating func handle(_ input: Input, at now: Moment, into result: inout [Action]) {
        self.now = now
        switch input {
        case .connected(let id, let peer): connections[id] = ConnectionState(peer: peer)
        case .disconnected(let id): disconnected(id)
        case .request(let request): handle(request)
        case .cancel(let ref): cancel(ref)
        case .worked(let ref, let outcome): worked(ref, outcome)
        case .committed(let id): committed(id)
        case .failed(let id): failed(id)
        case .ledgerAvailable(let isAvailable): isLedgerAvailable = isAvailable
        case .evidence(let evidence): learn(evidence)
        case .stopping: refuseWaiting()
        case .tick:
            tellPlaces()
            followClock()
            followReservations()
            continueDrain()
            forgetRequestKeys()
            forgetFailures()
        }
        meetDeadlines()
        decideResumed()
        serveWaiting()
        swap(&actions, &result)
        actions.removeAll(keepingCapacity: true)
    }

    mutating func reply(_ ref: RequestRef, _ result: any WireObject) { actions.append(.reply(ref, .result(result))) }

    mutating func publish(
        _ type: EventType, _ organization: Slug, _ payload: EventPayload, attached: ConnectionID? = nil
    ) {
        revision += 1
        actions.append(.publish(Event(type, organization, payload, attached: attached)))
    }
}
