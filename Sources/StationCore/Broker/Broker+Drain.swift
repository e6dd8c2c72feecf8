import StationProtocol

/// Taking a host out of service and back.
extension Broker {
    /// Sessions ended in one transaction of a drain, so that nobody's login waits for long.
    private static let drainedAtOnce = 200

    mutating func drainHost(_ call: HostDrainCall, _ request: Request) throws(Halt) {
        let grant = try authorize(.hostDrain, request, actor: nil, organization: nil)
        try requireUnlocked(.host)
        let record = DrainRecord(
            since: drain?.since ?? now.timestamp, uid: grant.actor.uid ?? 0, mode: call.mode ?? drain?.mode ?? .wait,
            deadlineSeconds: call.deadlineSeconds ?? drain?.deadlineSeconds, comment: call.comment ?? drain?.comment)
        var detail: AuditEntry.Facts = [("mode", .text(record.mode.rawValue))]
        if let comment = call.comment { detail.append(("comment", .text(comment.text))) }
        try change(record, "host.drained", detail, grant, request)
    }

    mutating func resumeHost(_ request: Request) throws(Halt) {
        let grant = try authorize(.hostResume, request, actor: nil, organization: nil)
        try requireUnlocked(.host)
        guard drain != nil else { return reply(request.ref, HostDrainReply()) }
        try change(nil, "host.resumed", [], grant, request)
    }

    private mutating func change(
        _ record: DrainRecord?, _ action: StaticString, _ detail: AuditEntry.Facts, _ grant: Grant,
        _ request: Request
    ) throws(Halt) {
        let entry = AuditEntry(
            at: now.timestamp, organization: nil, action: action, actor: grant.actor, target: [], detail: detail)
        var transaction = PendingTransaction(changes: [.drain(record), .audit(entry)], locks: [.host])
        transaction.answer = (request.ref, .result(HostDrainReply(record.map(view))))
        try commit(transaction)
    }

    func view(_ record: DrainRecord) -> HostDrain {
        var view = HostDrain()
        view.since = record.since
        view.by = record.actor.description
        view.comment = record.comment
        view.sessions = Int64(workSessions)
        return view
    }

    /// For `broker.status`.
    public var drainReport: HostDrain? { drain.map(view) }

    private var workSessions: Int { organizations.values.reduce(0) { $0 + $1.workSessions } }

    /// - Throws: ``Halt`` with `host_draining`.
    func requireInService() throws(Halt) {
        try requireUnlocked(.host)
        guard let drain else { return }
        throw .refuse(
            Refusal(
                .hostDraining, "this host takes no new logins: \(drain.comment?.text ?? "it is being maintained")",
                remedy: "log in at another host, or try again later"
            ).with("since", .string(drain.since.text)))
    }

    /// Whoever waits for a station or for an answer waits in vain.
    mutating func refuseForDrain() {
        freed.formUnion(waiting.keys)
        for ask in asks.values.sorted(by: { $0.takeover.id.rawValue < $1.takeover.id.rawValue }) { resume(ask) }
    }

    func isStationLocked(_ session: LiveSession) -> Bool {
        session.record.station.map { locks[.station(session.record.organization, $0)] != nil } ?? false
    }

    /// Goes on ending what a drain is to end; the rest next time.
    mutating func continueDrain() {
        guard let drain, drain.mode != .wait, isLedgerAvailable else { return }
        var transaction = PendingTransaction(changes: [], locks: [])
        for id in sessionOrder.elements where transaction.locks.count < Broker.drainedAtOnce {
            guard let session = sessions[id], session.record.purpose == .work else { continue }
            let lock = Lock.account(session.record.organization, session.record.account)
            guard locks[lock] == nil, !isStationLocked(session) else { continue }
            let mode: TerminateMode = drain.mode == .immediate ? .immediate : .whenIdle
            let before = transaction.changes.count
            _ = addTermination(
                of: session, mode, drain.deadlineSeconds, drain.comment, by: drain.actor, to: &transaction)
            if transaction.changes.count > before { transaction.locks.append(lock) }
        }
        if !transaction.changes.isEmpty { try? commit(transaction) }
    }
}
