import StationProtocol

/// What is durable, brought into memory. Start-up and every commit go through here.
extension Broker {
    mutating func apply(_ change: LedgerChange, of transaction: PendingTransaction) {
        switch change {
        case .organization(let organization): apply(organization)
        case .account(let account): apply(account)
        case .accountRemoved(let slug, let username): applyRemoval(of: username, in: slug)
        case .password(let slug, let username, let record):
            organizations[slug]?.accounts[username]?.password = record
        case .knownSource(let slug, let username, let known):
            organizations[slug]?.accounts[username]?.remember(known)
        case .unlocked(let logins, _): for login in logins { throttle.unlock(login) }
        case .failures, .failuresForgotten, .mail: break
        case .lastStation(let slug, let username, let station):
            organizations[slug]?.accounts[username]?.lastStation = station
        case .pool(let record): apply(record)
        case .poolRemoved(let slug, let name):
            organizations[slug]?.pools.removeAll { $0.record.pool.name == name }
        case .sessionOpened(let record): apply(opened: record)
        case .sessionEnded(let id, let end): applyEnd(of: id, end, askedFor: transaction)
        case .sessionHolder(let id, let holder): apply(holder, to: id)
        case .sessionEnding(let id, let ending): apply(ending, to: id)
        case .sessionToken(let id, let token):
            guard let old = sessions[id]?.record.token else { return }
            tokens[old] = nil
            tokens[token] = id
            sessions[id]?.record.token = token
        case .reservation(let record): apply(record, isRemoved: false)
        case .reservationRemoved(let record): apply(record, isRemoved: true)
        case .reservationsForgotten, .coolingEnded: break
        case .drain(let record):
            drain = record
            if record != nil { refuseForDrain() }
            continueDrain()
        case .requestKey(let record): requestKeys.insert(record)
        case .requestKeysForgotten(let moment): requestKeys.removeAll(before: moment)
        case .audit: break
        }
    }

    mutating func apply(_ organization: Organization) {
        if organizations[organization.slug] == nil {
            organizations[organization.slug] = OrganizationState(organization: organization)
            organizationNames.insert(organization.slug)
        } else {
            let old = organizations[organization.slug]?.policies
            organizations[organization.slug]?.organization = organization
            if old?.limits != organization.policies.limits { refreshLimits(of: organization.slug) }
            freed.insert(organization.slug)
        }
    }

    mutating func apply(_ account: Account) {
        // Whoever waits for a station may have no right to it any more.
        freed.insert(account.organization)
        let (slug, username) = (account.organization, account.username)
        let old = organizations[slug]?.accounts[username]?.account
        if let email = old?.email { organizations[slug]?.emails[email] = nil }
        if let old, old.station.kind == .static, let station = old.station.id {
            organizations[slug]?.statics[station] = nil
            refresh(station, in: slug)
        }
        if old == nil {
            organizations[slug]?.accounts[username] = AccountRecord(account: account)
            organizations[slug]?.usernames.insert(username)
        } else {
            organizations[slug]?.accounts[username]?.account = account
        }
        if let email = account.email { organizations[slug]?.emails[email] = username }
        if account.station.kind == .static, let station = account.station.id {
            organizations[slug]?.statics[station] = username
            refresh(station, in: slug)
        }
    }

    private mutating func applyRemoval(of username: Username, in slug: Slug) {
        guard let old = organizations[slug]?.accounts.removeValue(forKey: username)?.account else { return }
        organizations[slug]?.usernames.remove(username)
        removeReservations(of: username, in: slug)
        freed.insert(slug)
        if let email = old.email { organizations[slug]?.emails[email] = nil }
        if old.station.kind == .static, let station = old.station.id {
            organizations[slug]?.statics[station] = nil
            refresh(station, in: slug)
        }
    }

    mutating func apply(_ record: PoolRecord) {
        let slug = record.pool.organization
        guard let pool = PoolState(record) else { return }
        organizations[slug]?.insert(pool)
        for station in organizations[slug]?.knownStations.elements ?? [] where pool.range.index(of: station) != nil {
            refresh(station, in: slug)
        }
        freed.insert(slug)
    }

    mutating func apply(opened record: SessionRecord) {
        let slug = record.organization
        var session = LiveSession(record: record, lastSeen: now, openedBoot: now.boot)
        session.evidence.leaseEnds = record.leaseSeconds.map { now.boot + $0 * 1_000 }
        sessions[record.id] = session
        sessionOrder.insert(record.id)
        tokens[record.token] = record.id
        lastFence = max(lastFence, record.fence)
        switch record.purpose {
        case .work:
            organizations[slug]?.accounts[record.account]?.session = record.id
            organizations[slug]?.workSessions += 1
        case .console:
            organizations[slug]?.accounts[record.account]?.consoles.append(record.id)
            let age = max(0, now.wall - record.openedAt.milliseconds)
            sessions[record.id]?.evidence.limitEnds = now.boot + max(0, Limits.consoleSeconds * 1_000 - age)
        }
        if let station = record.station {
            organizations[slug]?.cooling[station] = nil
            occupy(station, in: slug, by: .session(record.id))
        }
        beginWatching(record.id)
        refreshLimits(record.id)
        watchNext(record.id)
        // What it lives with may be known to be gone already.
        if sessions[record.id]?.evidence.finding(at: now).verdict == .dead { watch(record.id, due: now.boot) }
    }

    private mutating func applyEnd(
        of id: SessionID, _ end: SessionEnd, askedFor transaction: PendingTransaction
    ) {
        guard var session = sessions.removeValue(forKey: id) else { return }
        let slug = session.record.organization
        session.record.end = end
        sessionOrder.remove(id)
        tokens[session.record.token] = nil
        ends.insert(session.record)
        endWatching(id, session.record.holder)
        if organizations[slug]?.accounts[session.record.account]?.session == id {
            organizations[slug]?.accounts[session.record.account]?.session = nil
        }
        if session.record.purpose == .console {
            organizations[slug]?.accounts[session.record.account]?.consoles.removeAll { $0 == id }
        }
        if session.record.purpose == .work { organizations[slug]?.workSessions -= 1 }
        if let station = session.record.station, organizations[slug]?.occupants[station] == .session(id) {
            occupy(station, in: slug, by: nil)
        }
        if let connection = session.evidence.connection {
            connections[connection]?.sessions.removeAll { $0 == id }
        }
        let view = session.record.view(home: home(of: session.record))
        let newDevice = Broker.device(openedBy: transaction)
        // The connection that asked for this very end has its reply; every other holder is told.
        let asker = isReply(transaction.answer?.reply, about: id) ? transaction.answer?.ref.connection : nil
        let holder = session.evidence.connection
        publish(
            .sessionEnded, slug,
            .session(view, by: end.by, comment: end.comment, device: end.reason == .takenOver ? newDevice : nil),
            attached: holder == asker ? nil : holder)
        cool(session.record)
        resumeAsk(ofEnded: session)
    }

    /// Where the login came from that a transaction grants.
    private static func device(openedBy transaction: PendingTransaction) -> Device? {
        for change in transaction.changes {
            if case .sessionOpened(let record) = change { return record.view(home: "").device }
        }
        return nil
    }

    /// Whether a reply itself tells that this session has ended.
    private func isReply(_ reply: Reply?, about id: SessionID) -> Bool {
        guard case .result(let result) = reply, let reply = result as? SessionReply else { return false }
        return reply.session.id == id
    }

    // MARK: Occupancy

    mutating func occupy(_ station: StationID, in slug: Slug, by occupant: Occupant?) {
        organizations[slug]?.occupants[station] = occupant
        refresh(station, in: slug)
    }

    /// Brings what is derived of a station in line with what is true of it.
    mutating func refresh(_ station: StationID, in slug: Slug) {
        let isLocked = locks[.station(slug, station)] != nil
        organizations[slug]?.refresh(station, isLocked: isLocked, at: now.timestamp)
        if !isLocked, waiting[slug] != nil, organizations[slug]?.occupants[station] == nil { freed.insert(slug) }
    }
}
