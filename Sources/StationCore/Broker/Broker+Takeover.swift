import StationProtocol

/// Asking a holder whether a new login of its account may take over.
extension Broker {
    /// Asks the holder of a session on behalf of a login that waits for the answer.
    mutating func ask(_ id: SessionID, for request: Request) {
        guard let session = sessions[id], case .sessionOpen(let call) = request.command else { return }
        let policies = organizations[session.record.organization]?.policies ?? Policies()
        guard !isStopping else { return actions.append(refuseCancelled(request.ref)) }
        if let earlier = session.ask.flatMap({ asks[$0] }) {
            let refusal = alreadyLoggedIn(session, rule: "agentConflict=ask", isAsked: true)
                .with("retryAfterSeconds", .integer(secondsLeft(until: earlier.expires)))
            return actions.append(.reply(request.ref, .refused(refusal)))
        }
        guard let connection = session.evidence.connection else {
            // Nobody is there to be asked: that is silence too.
            return decide(policies.askSilence == .allow ? .allowed(nil) : .refused(nil), request, id)
        }
        lastTakeover += 1
        var takeover = Takeover()
        takeover.id = TakeoverID(rawValue: lastTakeover)
        takeover.session = id
        takeover.account = session.record.account
        takeover.device.label = call.request.device?.label
        takeover.device.uid = Int64(request.peer.uid)
        takeover.device.pid = request.peer.pid.map(Int64.init)
        takeover.source = request.networkSource
        takeover.station = call.request.station
        let expires = now.boot + policies.askSeconds * 1_000
        takeover.expiresAt = now.timestamp(atBoot: expires)
        takeover.leftSeconds = policies.askSeconds
        asks[takeover.id] = Ask(
            takeover: takeover, organization: session.record.organization, connection: connection, request: request,
            expires: expires)
        sessions[id]?.ask = takeover.id
        deadlines.insert(.ask(takeover.id), due: expires)
        publish(.takeoverRequested, session.record.organization, .takeover(takeover), attached: connection)
    }

    mutating func answerTakeover(_ call: SessionAnswerTakeover, _ request: Request) throws(Halt) {
        guard let ask = asks[call.id], let session = sessions[ask.takeover.session],
            session.evidence.connection == request.ref.connection
        else {
            throw .refuse(
                .notFound, "this connection was not asked \(call.id), or it has been decided",
                remedy: "answer on the connection that holds the session, in time")
        }
        var settled = ask.takeover
        settled.state = call.allow ? .allowed : .refused
        settled.message = call.message
        settled.leftSeconds = secondsLeft(until: ask.expires)
        var result = SessionAnswerTakeover.Reply()
        result.takeover = settled
        reply(request.ref, result)
        settle(ask, settled, call.allow ? .allowed(call.message) : .refused(call.message))
    }

    /// Time is up: the organization has decided beforehand what silence means.
    mutating func endAsk(_ id: TakeoverID) {
        guard let ask = asks[id], ask.expires <= now.boot else { return }
        var settled = ask.takeover
        settled.state = .silent
        settled.leftSeconds = 0
        let silence = organizations[ask.organization]?.policies.askSilence ?? .deny
        settle(ask, settled, silence == .allow ? .allowed(nil) : .refused(nil))
    }

    /// Whoever asked has gone.
    mutating func withdrawAsk(_ ref: RequestRef) -> Bool {
        guard let ask = asks.values.first(where: { $0.request.ref == ref }) else { return false }
        var settled = ask.takeover
        settled.state = .withdrawn
        settle(ask, settled, nil)
        return true
    }

    /// The holder can no longer answer, so nobody need be asked: the login is decided anew.
    mutating func resumeAsk(of id: SessionID) {
        if let session = sessions[id] { resumeAsk(ofEnded: session) }
    }

    mutating func resumeAsk(ofEnded session: LiveSession) {
        if let ask = session.ask.flatMap({ asks[$0] }) { resume(ask) }
    }

    mutating func resume(_ ask: Ask) {
        var settled = ask.takeover
        settled.state = .withdrawn
        settle(ask, settled, nil)
        // Not from within the changes of a transaction: half of them may not have been made yet.
        resumed.append(ask.request)
    }

    /// Decides those anew for whom nobody need be asked any more.
    mutating func decideResumed() {
        while !resumed.isEmpty { handle(resumed.removeFirst()) }
    }

    private mutating func settle(_ ask: Ask, _ settled: Takeover, _ answer: TakeoverAnswer?) {
        asks[ask.takeover.id] = nil
        sessions[ask.takeover.session]?.ask = nil
        publish(.takeoverSettled, ask.organization, .takeover(settled), attached: ask.connection)
        if let answer { decide(answer, ask.request, ask.takeover.session) }
    }

    private mutating func decide(_ answer: TakeoverAnswer, _ request: Request, _ id: SessionID) {
        switch answer {
        case .allowed:
            var allowed = request
            allowed.mayTakeOver = id
            handle(allowed)
        case .refused(let message):
            var refusal = Refusal(
                .takeoverRefused, "The user is already logged in",
                remedy: message.map { "the one who is logged in says: \($0.text)" }
                    ?? "log out there, or ask a supervisor to end that session")
            refusal = refusal.with("rule", "agentConflict=ask")
            if let message { refusal = refusal.with("answer", .string(message.text)) }
            if let session = sessions[id] { refusal = refusal.with("holder", holderInfo(session).json) }
            actions.append(.reply(request.ref, .refused(refusal)))
        }
    }

    func secondsLeft(until boot: Int64) -> Int64 { max(1, (boot - now.boot + 999) / 1_000) }
}

/// A login that waits for a holder's answer.
struct Ask: Sendable {
    var takeover: Takeover
    var organization: Slug
    /// Where the holder was asked.
    var connection: ConnectionID
    var request: Request
    /// Milliseconds of the boot clock.
    var expires: Int64
}

enum TakeoverAnswer {
    case allowed(DisplayText?)
    case refused(DisplayText?)
}
