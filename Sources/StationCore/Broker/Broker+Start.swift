import StationProtocol

/// Beginning with what the ledger held.
extension Broker {
    /// A broker that knows what `image` says.
    ///
    /// Downtime counts against nobody: every lease begins anew, and holders without one may re-attach within the restart
    /// grace. What an earlier boot left is ended by ``start(at:)``.
    public init(settings: BrokerSettings, image: LedgerImage, at now: Moment) {
        self.settings = settings
        self.now = now
        lastFence = image.lastFence
        // Names of holds and takeovers do not come again after a restart: a late release must not hit somebody else's hold.
        lastHold = UInt64(max(0, now.wall)) * 1_000
        lastTakeover = lastHold
        clockOffset = now.wall - now.boot
        for organization in image.organizations { apply(organization) }
        for account in image.accounts { load(account) }
        for (slug, accounts) in Dictionary(grouping: image.accounts, by: \.organization) {
            organizations[slug]?.usernames.insert(contentsOf: accounts.map(\.username))
            let statics = accounts.filter { $0.station.kind == .static }.compactMap(\.station.id)
            organizations[slug]?.knownStations.insert(contentsOf: statics)
        }
        for (slug, username, password) in image.passwords {
            organizations[slug]?.accounts[username]?.password = password
        }
        for (slug, username, known) in image.knownSources {
            organizations[slug]?.accounts[username]?.remember(known)
        }
        for record in image.failures { throttle.load(record, at: now) }
        for (slug, username, station) in image.lastStations {
            organizations[slug]?.accounts[username]?.lastStation = station
        }
        for pool in image.pools { apply(pool) }
        for record in image.ended { ends.insert(record) }
        for record in image.requestKeys { requestKeys.insert(record) }
        for record in image.reservations { apply(record, isRemoved: false) }
        drain = image.drain
        for record in image.sessions { resume(record) }
        for record in image.cooling { cool(record) }
        nextReservation = now.wall
        freed.removeAll()
        actions.removeAll()
    }

    /// As ``apply(_:)-(Account)`` does, but for the sorted sets, which are filled at once afterwards.
    private mutating func load(_ account: Account) {
        let slug = account.organization
        organizations[slug]?.accounts[account.username] = AccountRecord(account: account)
        if let email = account.email { organizations[slug]?.emails[email] = account.username }
        if account.station.kind == .static, let station = account.station.id {
            organizations[slug]?.statics[station] = account.username
        }
    }

    private mutating func resume(_ record: SessionRecord) {
        apply(opened: record)
        let age = min(max(0, now.wall - record.openedAt.milliseconds), now.boot)
        sessions[record.id]?.openedBoot = now.boot - age
        refreshLimits(record.id)
        sessions[record.id]?.lastSeen = Moment(boot: now.boot, wall: record.openedAt.milliseconds)
        if let ending = record.ending {
            // Whether the agent is still busy nobody knows; the time that was given is kept.
            sessions[record.id]?.isBusy = true
            apply(ending, to: record.id)
        }
        guard record.leaseSeconds == nil else { return }
        sessions[record.id]?.evidence.detachedAt = now
        sessions[record.id]?.toldVerdict = .suspect
        // A holder that is still there has all the time it needs: its process, or its OS session, says when it is gone.
        guard record.holder.isNobody else { return }
        let grace = organizations[record.organization]?.policies.gracePeriodSeconds ?? 0
        let ends = now.boot + max(grace, settings.restartGraceSeconds) * 1_000
        sessions[record.id]?.evidence.graceEnds = ends
        watch(record.id, due: ends)
    }

    /// Ends what an earlier boot of the host left, and asks for evidence of the rest. To be called once, before the first
    /// input.
    public mutating func start(at now: Moment) -> [Action] {
        self.now = now
        for (id, session) in sessions where session.record.bootID != settings.bootID {
            // A pid of another boot is anybody's.
            endWatching(id, session.record.holder)
            sessions[id]?.evidence.isOfEarlierBoot = true
        }
        actions.removeAll()
        watchAll()
        let stale = sessionOrder.elements.compactMap { sessions[$0] }.filter { $0.record.bootID != settings.bootID }
        for session in stale { endOnEvidence(session.record.id, .hostRestarted) }
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }
}
