import StationProtocol

/// A desktop says when its agent is busy, on a call say; what policy would end then waits, up to a maximum.
extension Broker {
    mutating func reportSession(_ call: SessionReport, _ request: Request) throws(Halt) {
        let id = try openSession(of: request).record.id
        sessions[id]?.lastSeen = now
        if let busy = call.busy { sessions[id]?.isBusy = busy }
        if let idle = call.idleSeconds {
            sessions[id]?.touchedAt = now.boot - idle * 1_000
            refreshLimits(id)
            judge(id)
        }
        reply(request.ref, SessionReply(currentView(id)))
        if call.busy == false, let ending = sessions[id]?.record.ending { endOnEvidence(id, ending.reason) }
    }

    /// Adds an end that policy causes: at once, or announced where the session is busy.
    func addPolicyEnd(
        of session: LiveSession, _ reason: EndReason, by actor: Actor, to transaction: inout PendingTransaction
    ) {
        let maximum = organizations[session.record.organization]?.policies.busyMaximumSeconds ?? 0
        guard session.isBusy, maximum > 0 else {
            addEnd(of: session, reason, by: actor, comment: nil, to: &transaction)
            return
        }
        // What was announced first stays: nobody becomes busy for longer by being ended twice.
        guard session.record.ending == nil else { return }
        let ending = SessionEnding(
            reason: reason, at: now.timestamp(atBoot: now.boot + maximum * 1_000),
            by: actor.kind == .broker ? nil : actor.description)
        addEnding(ending, to: session.record, by: actor, &transaction)
    }

    /// Adds the announcement of an end.
    func addEnding(
        _ ending: SessionEnding, to record: SessionRecord, by actor: Actor, _ transaction: inout PendingTransaction
    ) {
        transaction.changes.append(.sessionEnding(record.id, ending))
        transaction.changes.append(
            .audit(
                AuditEntry(
                    at: now.timestamp, organization: record.organization, action: "session.ending", actor: actor,
                    target: Broker.facts(record),
                    detail: [("reason", .text(ending.reason.rawValue)), ("at", .text(ending.at.text))])))
    }

    mutating func apply(_ ending: SessionEnding, to id: SessionID) {
        guard let session = sessions[id] else { return }
        sessions[id]?.record.ending = ending
        // Of what the ledger held, no more than the time that was left on the wall clock.
        let left = min(max(0, ending.at.milliseconds - now.wall), Limits.deadlineSeconds.upperBound * 1_000)
        sessions[id]?.evidence.endingDue = (now.boot + left, ending.reason)
        watch(id, due: now.boot + left)
        publish(
            .sessionWarning, session.record.organization,
            .session(currentView(id), by: ending.by, comment: ending.comment),
            attached: session.evidence.connection)
        // It may have become free while the announcement was on its way to the disk.
        if sessions[id]?.isBusy == false { endOnEvidence(id, ending.reason) }
    }
}
