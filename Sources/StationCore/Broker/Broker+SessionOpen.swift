import StationProtocol

/// `session.open`.
extension Broker {
    mutating func openSession(_ call: SessionOpen, _ request: Request) throws(Halt) {
        try Broker.requireComplete(call.credential)
        try requireRelay(call.request.source, request)
        try requireUnlocked(.administration(call.request.organization))
        let account: Account
        do throws(Halt) {
            account = try verified(call.request, call.credential, request).account
        } catch {
            if case .refuse(let refusal) = error, refusal.reason == .incorrectCredentials {
                recordRefusedPeer(call.request, request)
            }
            throw error
        }
        if let earlier = try earlierUse(of: call.requestKey, by: request) {
            return try openAgain(earlier, account, request)
        }
        let login = try decide(call.request, call.credential, request)
        try grant(login, call, request)
    }

    /// A password belongs to the type that has one.
    private static func requireComplete(_ credential: Credential) throws(Halt) {
        switch (credential.type, credential.password) {
        case (.password, nil): throw .refuse(.invalidParams("credential.password", "is missing"))
        case (.peer, .some):
            throw .refuse(.invalidParams("credential.password", "belongs to the credential type \"password\""))
        case (.password, .some), (.peer, nil): break
        }
    }

    /// Only who is known to speak for others may say where they are.
    func requireRelay(_ source: NetworkSource?, _ request: Request) throws(Halt) {
        guard source != nil, !request.peer.isRelay, !request.peer.isOperator else { return }
        throw .refuse(
            .notPermitted, "source is taken from relays only, and uid \(request.peer.uid) is none",
            remedy: "leave it out, or have an administrator list this uid under relays in the configuration")
    }

    /// Step 5: one commit that ends the old session where there is one, and grants agent and station together.
    private mutating func grant(_ login: Login, _ call: SessionOpen, _ request: Request) throws(Halt) {
        guard let fresh = request.fresh, connections[request.ref.connection] != nil else {
            throw .refuse(.cancelled, "the connection is gone")
        }
        let account = login.account
        var record = SessionRecord(
            id: SessionID(fence: nextFence(), random: fresh.random), organization: account.organization,
            account: account.username, role: account.role, station: login.station, token: fresh.token,
            deviceLabel: call.request.device?.label, uid: request.peer.uid,
            pid: login.holder.process?.pid ?? request.peer.pid,
            host: settings.host, bootID: settings.bootID, leaseSeconds: call.request.leaseSeconds,
            openedAt: now.timestamp)
        record.purpose = call.request.purpose ?? .work
        record.holder = login.holder
        var transaction = PendingTransaction(
            changes: [], locks: [.account(account.organization, account.username)])
        if let station = login.station { transaction.locks.append(.station(account.organization, station)) }
        var actor = actor(request.peer, for: account.username)
        actor.source = request.networkSource
        if case .right(_, let rehashed?) = request.proof, var password = login.record.password {
            password.hash = rehashed
            transaction.changes.append(.password(account.organization, account.username, password))
        }
        for superseded in login.superseded {
            guard let old = sessions[superseded.id] else { continue }
            let lock = Lock.account(old.record.organization, old.record.account)
            if !transaction.locks.contains(lock) { transaction.locks.append(lock) }
            addEnd(of: old, superseded.reason, by: actor, comment: nil, to: &transaction)
        }
        if record.purpose == .work {
            transaction.opening = account.organization
            transaction.openings = 1 - login.superseded.count
        }
        if let station = record.station, organizations[record.organization]?.cooling[station] != nil {
            // A restart must not have it rest again.
            transaction.changes.append(.coolingEnded(record.organization, station, now.timestamp))
        }
        transaction.changes.append(.sessionOpened(record))
        if let station = login.station,
            organizations[account.organization]?.accounts[account.username]?.lastStation != station
        {
            transaction.changes.append(.lastStation(account.organization, account.username, station))
        }
        transaction.changes.append(.audit(openedEntry(record, call.credential, actor)))
        let view = grantedView(record)
        transaction.answer = (request.ref, .opened(view, passwordExpiresAt: nearExpiry(login.record, call.credential)))
        transaction.attach = (record.id, request.ref.connection)
        transaction.usedHold = login.hold
        // The connection itself has its reply.
        transaction.events = [Event(.sessionOpened, account.organization, .session(view))]
        try add(call.requestKey, for: record.id, request, to: &transaction)
        try commit(transaction)
    }

    private func add(
        _ key: RequestKey?, for session: SessionID, _ request: Request, to transaction: inout PendingTransaction
    ) throws(Halt) {
        guard let key, let fingerprint = request.fingerprint else { return }
        let name = RequestKeyRecord.Name(uid: request.peer.uid, key: key)
        transaction.locks.append(.requestKey(name))
        transaction.changes.append(
            .requestKey(
                RequestKeyRecord(
                    name: name, fingerprint: fingerprint, session: session, result: nil, at: now.timestamp)))
    }

    /// When a password will have to be changed, where that is soon enough to say so.
    private func nearExpiry(_ record: AccountRecord, _ credential: Credential) -> Timestamp? {
        let policy = passwordPolicy(record.account.organization)
        guard credential.type == .password, let end = record.password?.expiry(policy) else { return nil }
        return end.milliseconds - policy.warningDays * 86_400_000 <= now.wall ? end : nil
    }

    /// The same grant once more, with a fresh token; the earlier one is void.
    private mutating func openAgain(
        _ earlier: RequestKeyRecord, _ account: Account, _ request: Request
    ) throws(Halt) {
        guard let id = earlier.session else {
            throw .refuse(.requestKeyReused, "this request key was used for another method")
        }
        guard let session = sessions[id], let fresh = request.fresh else { throw .refuse(sessionEnded(id)) }
        // A mail address may have gone from one account to another since.
        guard session.record.account == account.username, session.record.organization == account.organization else {
            throw .refuse(.requestKeyReused, "this request key was used for another account")
        }
        let lock = Lock.account(session.record.organization, session.record.account)
        try requireUnlocked(lock)
        var transaction = PendingTransaction(changes: [.sessionToken(id, fresh.token)], locks: [lock])
        transaction.changes.append(
            .audit(
                AuditEntry(
                    at: now.timestamp, organization: session.record.organization, action: "session.repeated",
                    actor: actor(request.peer, for: account.username), target: Broker.facts(session.record), detail: [])
            ))
        if let holder = newHolder(of: session, request) { transaction.changes.append(.sessionHolder(id, holder)) }
        var view = view(session)
        view.verdict = .live
        view.endsAt = session.evidence.timeEnds.map(now.timestamp(atBoot:))
        transaction.answer = (request.ref, .opened(view))
        transaction.attach = (id, request.ref.connection)
        try commit(transaction)
    }

    /// max(last + 1, wall-clock milliseconds × 2048): grows even when the ledger was restored from an older copy.
    private mutating func nextFence() -> Int64 {
        lastFence = max(lastFence + 1, min(now.wall, Broker.lastFenceMillisecond) * 2_048)
        return lastFence
    }

    /// Beyond this (in the year 2109) fences would not stay below 2^53; from then on they grow by one.
    private static let lastFenceMillisecond: Int64 = (1 << 53) / 2_048 - 1

    /// A session as it will stand when it has been granted.
    private func grantedView(_ record: SessionRecord) -> Session {
        var view = record.view(home: home(of: record))
        let seconds = [record.leaseSeconds, record.purpose == .console ? Limits.consoleSeconds : nil]
        view.leaseExpiresAt = seconds.compactMap(\.self).min().map { now.timestamp(atBoot: now.boot + $0 * 1_000) }
        let limit = timeLimits(LiveSession(record: record, lastSeen: now, openedBoot: now.boot)).next?.due
        view.endsAt = [view.leaseExpiresAt, limit.map(now.timestamp(atBoot:))].compactMap(\.self).min()
        return view
    }

    private func openedEntry(_ record: SessionRecord, _ credential: Credential, _ actor: Actor) -> AuditEntry {
        AuditEntry(
            at: now.timestamp, organization: record.organization, action: "session.opened", actor: actor,
            target: Broker.facts(record),
            detail: [
                ("credential", .text(credential.type.rawValue)), ("fence", .integer(record.fence)),
                ("purpose", .text(record.purpose.rawValue)),
            ])
    }

    static func facts(_ record: SessionRecord) -> AuditEntry.Facts {
        var facts: AuditEntry.Facts = [
            ("account", .text(record.account.text)), ("session", .text(record.id.text)),
        ]
        if let station = record.station { facts.append(("station", .text(station.text))) }
        return facts
    }
}
