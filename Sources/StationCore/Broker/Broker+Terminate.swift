import StationProtocol

/// Ending other people's sessions.
extension Broker {
    mutating func terminateSession(_ call: SessionTerminate, _ request: Request) throws(Halt) {
        let grant = try authorize(.sessionTerminate, request, actor: call.actor, organization: nil)
        if try answerRepeated(call.requestKey, request) { return }
        guard let session = sessions[call.id] else {
            let end = ends[call.id]
            let isTheirs = grant.organization == nil || grant.organization == end?.organization
            guard end != nil, isTheirs else { throw .refuse(Broker.noSuchSession(call.id)) }
            var refusal = sessionEnded(call.id)
            // Whoever ends somebody's session need not log in again.
            refusal.data.removeAll { $0.key == "remedy" }
            throw .refuse(refusal)
        }
        guard grant.organization == nil || grant.organization == session.record.organization else {
            throw .refuse(Broker.noSuchSession(call.id))
        }
        try requireUnlocked(.account(session.record.organization, session.record.account))
        if let fence = call.fence, fence != session.record.fence {
            throw .refuse(
                .staleFence, "the session's fence is \(session.record.fence), not \(fence): nothing was ended",
                remedy: "look again: session.show")
        }
        var transaction = PendingTransaction(
            changes: [], locks: [.account(session.record.organization, session.record.account)])
        let view = addTermination(
            of: session, call.mode, call.deadlineSeconds, call.comment, by: grant.actor, to: &transaction)
        if call.dryRun == true { return reply(request.ref, SessionReply(self.view(session))) }
        guard !transaction.changes.isEmpty else { return reply(request.ref, SessionReply(view)) }
        try commit(
            transaction.changes, locks: transaction.locks, key: call.requestKey, of: request,
            result: SessionReply(view))
    }

    /// Adds a forced logout: at once, or announced where the session is busy and that is to be waited for.
    ///
    /// - Returns: the session as it will stand. Where an end is announced already that comes no later, nothing is added.
    func addTermination(
        of session: LiveSession, _ mode: TerminateMode?, _ deadlineSeconds: Int64?, _ comment: DisplayText?,
        by actor: Actor, to transaction: inout PendingTransaction
    ) -> Session {
        let record = session.record
        let standard = organizations[record.organization]?.policies.busyMaximumSeconds ?? 0
        let seconds = deadlineSeconds ?? standard
        guard mode == .whenIdle, session.isBusy, seconds > 0 else {
            let ended = addEnd(of: session, .terminated, by: actor, comment: comment, to: &transaction)
            return ended.view(home: home(of: ended))
        }
        let at = now.timestamp(atBoot: now.boot + seconds * 1_000)
        if let earlier = record.ending, earlier.at <= at { return view(session) }
        let ending = SessionEnding(reason: .terminated, at: at, by: actor.description, comment: comment)
        addEnding(ending, to: record, by: actor, &transaction)
        var announced = session
        announced.record.ending = ending
        return view(announced)
    }

    // MARK: Many

    mutating func terminateAll(_ call: SessionTerminateAll, _ request: Request) throws(Halt) {
        let grant = try authorize(
            .sessionTerminateAll, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        if let organization = call.organization { _ = try settled(organization) }
        let organization = call.organization ?? grant.organization
        let fitting = sessionOrder.elements.compactMap { sessions[$0] }.filter { session in
            fits(session, call, organization) && session.record.id != grant.actor.session
        }
        var result = SessionTerminateAll.Reply()
        result.count = Int64(fitting.count)
        result.sessions = Broker.fittingLine(fitting.lazy.prefix(Limits.terminatedShown).map(view))
        if call.dryRun == true { return reply(request.ref, result) }
        guard let count = call.count else {
            throw .refuse(.invalidParams("count", "is missing: count the sessions with dryRun first"))
        }
        guard count == result.count else {
            throw .refuse(
                .invalidParams(
                    "count",
                    "is \(count), but \(fitting.count) sessions fit now: nothing was ended; count again with dryRun"))
        }
        var transaction = PendingTransaction(changes: [], locks: [])
        for session in fitting {
            let lock = Lock.account(session.record.organization, session.record.account)
            // What is about to change is left out; so are two sessions of one account at once.
            guard locks[lock] == nil, !isStationLocked(session), !transaction.locks.contains(lock) else { continue }
            transaction.locks.append(lock)
            _ = addTermination(
                of: session, call.mode, call.deadlineSeconds, call.comment, by: grant.actor, to: &transaction)
            result.ended += 1
            if result.ended == Limits.terminatedAtOnce { break }
        }
        guard !transaction.changes.isEmpty else { return reply(request.ref, result) }
        transaction.answer = (request.ref, .result(result))
        try commit(transaction)
    }

    /// As many as a reply has room for beside its envelope.
    private static func fittingLine(_ sessions: some Sequence<Session>) -> [Session] {
        var writer = JSONWriter()
        return Array(
            sessions.prefix { session in
                session.write(to: &writer)
                return writer.count < Limits.replyBytes - 1_024
            })
    }

    private func fits(_ session: LiveSession, _ call: SessionTerminateAll, _ organization: Slug?) -> Bool {
        let record = session.record
        if let organization, record.organization != organization { return false }
        if let account = call.account, record.account != account { return false }
        if let verdict = call.verdict, session.evidence.finding(at: now).verdict != verdict { return false }
        if let seconds = call.olderThanSeconds, now.boot - session.openedBoot < seconds * 1_000 { return false }
        guard let first = call.firstStation, let last = call.lastStation else { return true }
        guard let station = record.station, station.text.utf8.count == first.text.utf8.count else { return false }
        return first <= station && station <= last
    }
}
