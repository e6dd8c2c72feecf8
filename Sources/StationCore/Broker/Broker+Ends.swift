import StationProtocol

/// How sessions end.
extension Broker {
    /// Ends a session and answers the one who asked with how it then stands.
    mutating func end(
        _ session: LiveSession, _ reason: EndReason, by actor: Actor, comment: DisplayText?, key: RequestKey?,
        _ request: Request
    ) throws(Halt) {
        var transaction = PendingTransaction(changes: [], locks: [])
        let ended = addEnd(of: session, reason, by: actor, comment: comment, to: &transaction)
        try commit(
            transaction.changes, locks: transaction.locks + [.account(ended.organization, ended.account)], key: key,
            of: request, result: SessionReply(ended.view(home: home(of: ended))))
    }

    /// Ends a session on evidence, unasked. What is locked is looked at again in a moment.
    mutating func endOnEvidence(_ id: SessionID, _ reason: EndReason) {
        guard let session = sessions[id] else { return }
        let lock = Lock.account(session.record.organization, session.record.account)
        var transaction = PendingTransaction(changes: [], locks: [lock])
        addEnd(of: session, reason, by: Actor(.broker), comment: nil, to: &transaction)
        do throws(Halt) {
            try commit(transaction)
        } catch {
            watch(id, due: now.boot + 1_000)
        }
    }

    /// Adds a session's end to a transaction that has its account locked.
    @discardableResult
    func addEnd(
        of session: LiveSession, _ reason: EndReason, by actor: Actor, comment: DisplayText?,
        to transaction: inout PendingTransaction
    ) -> SessionRecord {
        var record = session.record
        // What was announced is done as it was announced.
        let comment = comment ?? (record.ending?.reason == reason ? record.ending?.comment : nil)
        var end = SessionEnd(
            at: now.timestamp, reason: reason, lastSeenAt: lastSeen(session),
            by: Broker.by(actor, reason, record), comment: comment)
        end.coolsUntil = coolsUntil(session, reason)
        record.end = end
        transaction.changes.append(.sessionEnded(record.id, end))
        var detail: AuditEntry.Facts = [("reason", .text(reason.rawValue))]
        if let comment { detail.append(("comment", .text(comment.text))) }
        transaction.changes.append(
            .audit(
                AuditEntry(
                    at: now.timestamp, organization: record.organization, action: "session.ended", actor: actor,
                    target: Broker.facts(record), detail: detail)))
        if let station = record.station {
            let lock = Lock.station(record.organization, station)
            if !transaction.locks.contains(lock) { transaction.locks.append(lock) }
        }
        return record
    }

    /// Who ended it, for people: where the broker did what somebody had brought about before, that one.
    private static func by(_ actor: Actor, _ reason: EndReason, _ record: SessionRecord) -> String? {
        if actor.kind == .broker { return record.ending?.reason == reason ? record.ending?.by : nil }
        return reason == .loggedOut ? nil : actor.description
    }

    // MARK: Evidence and deadlines

    /// Ends the session if the evidence says that its holder is dead; tells when the verdict has become another.
    mutating func judge(_ id: SessionID) {
        renewForHolder(id)
        guard let session = sessions[id] else { return }
        let finding = session.evidence.finding(at: now)
        if finding.verdict == .dead, let reason = finding.reason { return endOnEvidence(id, reason) }
        judgeLimits(id)
        guard finding.verdict != session.toldVerdict else { return }
        freed.insert(session.record.organization)
        resumeAsk(of: id)
        publish(.sessionChanged, session.record.organization, .session(currentView(id)))
        sessions[id]?.toldVerdict = finding.verdict
    }

    /// A lease that has run out while the named holder is there goes on: the host says that it lives.
    private mutating func renewForHolder(_ id: SessionID) {
        guard let session = sessions[id], let ends = session.evidence.leaseEnds, ends <= now.boot,
            session.evidence.isHeld, let seconds = session.record.leaseSeconds
        else { return }
        sessions[id]?.evidence.leaseEnds = now.boot + seconds * 1_000
        sessions[id]?.lastSeen = now
    }

    /// Sees to it that a session is looked at again at `due`, or before.
    mutating func watch(_ id: SessionID, due: Int64) {
        guard let session = sessions[id], due < session.watchedAt ?? .max else { return }
        sessions[id]?.watchedAt = due
        deadlines.insert(.session(id), due: due)
    }

    mutating func meetDeadlines() {
        while let deadline = deadlines.pop(at: now.boot) {
            switch deadline {
            case .session(let id):
                // An entry that an earlier one has taken the place of is over.
                guard let due = sessions[id]?.watchedAt, due <= now.boot else { continue }
                sessions[id]?.watchedAt = nil
                judge(id)
                watchNext(id)
            case .hold(let id):
                if let hold = holds[id], hold.expires <= now.boot { release(id, publishing: true) }
            case .cooling(let slug, let station): endCooling(station, in: slug)
            case .ask(let id): endAsk(id)
            case .waiting(let slug): endWaiting(in: slug)
            }
        }
    }
}
