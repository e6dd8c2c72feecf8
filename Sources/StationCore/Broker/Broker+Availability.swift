import StationProtocol

/// Whether a station can be had.
extension Broker {
    /// Who wants a station.
    struct Candidate {
        var account: AccountRecord?
        /// Its own hold does not stand in the way.
        var connection: ConnectionID
        /// Neither does the session that ends with this login.
        var superseding: SessionID?

        init(account: AccountRecord? = nil, connection: ConnectionID, superseding: SessionID? = nil) {
            self.account = account
            self.connection = connection
            self.superseding = superseding
        }
    }

    /// - Throws: ``Halt`` with `station_reserved` or `station_in_use`, or a wait.
    func requireAvailable(_ station: StationID, _ candidate: Candidate, _ slug: Slug) throws(Halt) {
        try requireUnlocked(.station(slug, station))
        if let refusal = obstacle(station, candidate, slug) { throw .refuse(refusal) }
    }

    func isAvailable(
        _ station: StationID, _ candidate: Candidate, _ slug: Slug, _ policies: Policies
    ) throws(Halt) -> Bool {
        try requireUnlocked(.station(slug, station))
        if policies.stationSource == .pool, organizations[slug]?.pool(of: station) == nil { return false }
        return obstacle(station, candidate, slug) == nil
    }

    func requireInPool(_ station: StationID, _ slug: Slug, _ policies: Policies) throws(Halt) {
        guard policies.stationSource == .pool, organizations[slug]?.pool(of: station) == nil else { return }
        let pools = (organizations[slug]?.pools ?? []).map { "\($0.record.pool.first)–\($0.record.pool.last)" }
        throw .refuse(
            .stationMismatch, "station \(station) is not in a pool of \(slug)",
            remedy: pools.isEmpty
                ? "ask an administrator to create a pool" : "use one of \(pools.joined(separator: ", "))")
    }

    private func obstacle(_ station: StationID, _ candidate: Candidate, _ slug: Slug) -> Refusal? {
        guard let organization = organizations[slug] else { return nil }
        let username = candidate.account?.account.username
        let kept = reservation(of: station, in: organization)
        if let kept, kept.account != username {
            let until = clock(kept.until, slug)
            return Refusal(
                .stationReserved, "station \(station) is kept for somebody until \(until)",
                remedy: "use another number; whose it is logs in with it, without a hold"
            ).with("station", .string(station.text)).with("until", .string(kept.until.text))
        }
        if kept == nil, let owner = organization.statics[station], owner != username {
            return Refusal(
                .stationReserved, "station \(station) is reserved for an account",
                remedy: "use another number; whose number it is logs in with it, without a hold"
            ).with("station", .string(station.text))
        }
        switch organization.occupants[station] {
        case .session(let id) where id != candidate.superseding:
            guard let holder = sessions[id], !yields(holder, to: candidate, isKept: kept != nil) else { return nil }
            return inUse(station, holder, isKnown: candidate.account != nil)
        case .hold(let id) where holds[id]?.connection != candidate.connection:
            return Refusal(
                .stationInUse, "station \(station) is held for somebody who is about to log in",
                remedy: "use another number, or try again in two minutes"
            ).with("station", .string(station.text)).with("state", .string(StationState.held.rawValue))
        default: break
        }
        guard let cooling = organization.cooling[station], cooling.account != username else { return nil }
        let left = secondsLeft(until: cooling.ends)
        return Refusal(
            .lockDelay, "station \(station) is kept for the one who was lost there",
            remedy: "use another number, or try again in \(left) s; whose it was logs in with it, without a hold"
        ).with("station", .string(station.text)).with("state", .string(StationState.cooling.rawValue))
            .with("retryAfterSeconds", .integer(left)).with("rule", "lockDelaySeconds")
    }

    /// Whether a station's holder makes room for a newcomer: its holder is dead, or policy says so.
    ///
    /// - Parameter isKept: the station is reserved for the newcomer at this moment.
    private func yields(_ holder: LiveSession, to candidate: Candidate, isKept: Bool) -> Bool {
        guard let account = candidate.account?.account else { return false }
        let verdict = holder.evidence.finding(at: now).verdict
        if verdict == .dead { return true }
        let rules = organizations[account.organization]?.policies.stationYields[account.role] ?? []
        return (verdict == .suspect && rules.contains(.suspect)) || (isKept && rules.contains(.pastShift))
    }

    /// - Parameter isKnown: whoever asks has proved who they are, and may know how it stands there.
    private func inUse(_ station: StationID, _ holder: LiveSession, isKnown: Bool) -> Refusal {
        var remedy = "use another number, or ask a supervisor to end the session there"
        if isKnown {
            let since = clock(holder.record.openedAt, holder.record.organization)
            remedy += " (since \(since), \(sign(holder)))"
            if let ends = holder.evidence.ends { remedy += "; it ends by itself in \(Broker.span(ends - now.boot))" }
        }
        return Refusal(.stationInUse, "station \(station) is in use", remedy: remedy)
            .with("station", .string(station.text)).with("state", .string(StationState.inUse.rawValue))
            .with("rule", "stationYields")
    }

    /// The lowest free number of the pools, in the order of their creation; nil where there is no pool.
    ///
    /// - Throws: ``Halt`` with `no_station_available`, or a wait when a number may yet come free.
    ///
    /// - Parameter connection: whose own hold does not stand in the way.
    func lowestFree(_ slug: Slug, for connection: ConnectionID) throws(Halt) -> StationID? {
        guard let organization = organizations[slug], !organization.pools.isEmpty else { return nil }
        // A hold that a login is using up at this moment is no longer one.
        let own = connections[connection]?.hold.flatMap { holds[$0] }.flatMap { hold in
            hold.organization == slug && locks[.station(slug, hold.station)] == nil ? hold : nil
        }
        for pool in organization.pools {
            let free = pool.lowestFree()
            let held = own.flatMap { pool.range.index(of: $0.station) }
            if let index = [free, held].compactMap(\.self).min() { return pool.range[index] }
        }
        for (lock, id) in locks {
            if case .station(slug, _) = lock { throw .wait(id) }
        }
        throw .refuse(
            .noStationAvailable, "all stations of \(slug)'s pools are taken",
            remedy: "try again when somebody has logged out, or ask an administrator for a larger pool")
    }
}
