import StationProtocol

/// What the holder of a token may do: attach, renew, close, verify.
extension Broker {
    /// The session of a token that acts.
    ///
    /// - Throws: ``Halt`` with `session_ended`, or `invalid_token`: unknown, or another uid's, which is the same answer.
    private func session(_ request: Request) throws(Halt) -> LiveSession {
        guard let token = request.token else { throw .refuse(Broker.invalidToken) }
        if let id = tokens[token], let session = sessions[id] {
            guard session.record.uid == request.peer.uid || request.peer.isOperator else {
                throw .refuse(Broker.invalidToken)
            }
            return session
        }
        if let end = ends[token], end.uid == request.peer.uid || request.peer.isOperator {
            throw .refuse(sessionEnded(end.session))
        }
        throw .refuse(Broker.invalidToken)
    }

    /// The session of a token, when nothing about it is about to change.
    private func settledSession(_ request: Request) throws(Halt) -> LiveSession {
        let session = try session(request)
        try requireUnlocked(.account(session.record.organization, session.record.account))
        return session
    }

    static let invalidToken = Refusal(
        .invalidToken, "this token is not one of an active session of yours",
        remedy: "log in again")

    func sessionEnded(_ id: SessionID) -> Refusal {
        let refusal = Refusal(.sessionEnded, "the session has ended", remedy: "log in again")
        guard let end = ends[id] else { return refusal }
        return refusal.with("endReason", .string(end.reason.rawValue)).with("endedAt", .string(end.at.text))
    }

    mutating func attachSession(_ call: SessionAttach, _ request: Request) throws(Halt) {
        let session = try settledSession(request)
        try requireOpen(session)
        if let holder = newHolder(of: session, request) { return try attach(session, holder, request) }
        attach(session.record.id, to: request.ref.connection)
        reply(request.ref, SessionReply(currentView(session.record.id)))
    }

    /// Another process takes the session over. A restart must not look for the old one: so it is written down first.
    private mutating func attach(
        _ session: LiveSession, _ holder: SessionHolder, _ request: Request
    ) throws(Halt) {
        let record = session.record
        var transaction = PendingTransaction(
            changes: [.sessionHolder(record.id, holder)], locks: [.account(record.organization, record.account)])
        transaction.changes.append(
            .audit(
                AuditEntry(
                    at: now.timestamp, organization: record.organization, action: "session.attached",
                    actor: actor(request.peer, for: record.account), target: Broker.facts(record),
                    detail: (holder.process?.pid ?? request.peer.pid).map { [("pid", .integer(Int64($0)))] } ?? [])))
        var attached = session
        attached.evidence.connection = request.ref.connection
        attached.evidence.detachedAt = nil
        attached.evidence.graceEnds = nil
        attached.record.pid = holder.process?.pid ?? record.pid
        transaction.answer = (request.ref, .result(SessionReply(view(attached))))
        transaction.attach = (record.id, request.ref.connection)
        try commit(transaction)
    }

    /// The session of a token that is still on.
    func openSession(of request: Request) throws(Halt) -> LiveSession {
        let session = try settledSession(request)
        try requireOpen(session)
        return session
    }

    mutating func renewSession(_ call: SessionRenew, _ request: Request) throws(Halt) {
        let id = try openSession(of: request).record.id
        sessions[id]?.lastSeen = now
        if let seconds = sessions[id]?.record.leaseSeconds {
            sessions[id]?.evidence.leaseEnds = now.boot + seconds * 1_000
        }
        reply(request.ref, SessionReply(currentView(id)))
    }

    /// A session whose time has run out is over, even in the moment before its end has been written.
    private func requireOpen(_ session: LiveSession) throws(Halt) {
        let finding = session.evidence.finding(at: now)
        guard finding.verdict == .dead, let reason = finding.reason else { return }
        throw .refuse(
            Refusal(.sessionEnded, "the session has ended", remedy: "log in again")
                .with("endReason", .string(reason.rawValue)))
    }

    mutating func closeSession(_ call: SessionClose, _ request: Request) throws(Halt) {
        if try answerRepeated(call.requestKey, request) { return }
        let session = try settledSession(request)
        let actor = actor(request.peer, for: session.record.account)
        try end(session, .loggedOut, by: actor, comment: nil, key: call.requestKey, request)
    }

    mutating func verifySession(_ call: SessionVerify, _ request: Request) throws(Halt) {
        var result = SessionVerify.Reply()
        if let token = request.token {
            if let id = tokens[token], let session = sessions[id], isOpen(session) {
                result.active = true
                result.session = view(session)
            }
        } else if let id = call.id, let session = sessions[id], session.record.fence == call.fence {
            result.active = isOpen(session)
        }
        reply(request.ref, result)
    }

    private func isOpen(_ session: LiveSession) -> Bool { session.evidence.finding(at: now).verdict != .dead }

    func currentView(_ id: SessionID) -> Session { sessions[id].map(view) ?? Session() }
}
