import StationProtocol

/// How things stand now, as the wire shows them.
extension Broker {
    func home(of record: SessionRecord) -> String {
        organizations[record.organization]?.policies.homes[record.role].text ?? ""
    }

    func view(_ session: LiveSession) -> Session {
        var view = session.record.view(home: home(of: session.record))
        view.lastSeenAt = lastSeen(session)
        view.busy = session.isBusy ? true : nil
        view.ending = session.record.ending ?? session.warned?.ending
        view.leaseExpiresAt = session.evidence.timeEnds.map(now.timestamp(atBoot:))
        let limit = session.record.ending == nil ? session.limits.next?.due : nil
        view.endsAt = [session.evidence.ends, limit].compactMap(\.self).min().map(now.timestamp(atBoot:))
        view.verdict = session.evidence.finding(at: now).verdict
        return view
    }

    /// A session that the ledger was asked for: as it stands now where it is active.
    public func view(ofRecord record: SessionRecord) -> Session {
        sessions[record.id].map(view) ?? record.view(home: home(of: record))
    }

    /// A live connection is a sign of life at this moment.
    func lastSeen(_ session: LiveSession) -> Timestamp {
        session.evidence.connection != nil && session.record.leaseSeconds == nil
            ? now.timestamp : session.lastSeen.timestamp
    }

    func station(_ id: StationID, in organization: OrganizationState) -> Station {
        var station = Station()
        station.organization = organization.organization.slug
        station.station = id
        station.pool = organization.pool(of: id)?.record.pool.name
        station.kind = organization.statics[id] == nil ? .dynamic : .static
        station.reservedFor = reservation(of: id, in: organization)?.account ?? organization.statics[id]
        let kept = organization.reservations[id]?.filter { $0.until > now.timestamp }.prefix(Limits.reservationsShown)
        station.reservations = kept.flatMap { $0.isEmpty ? nil : $0.map(\.view) }
        station.state = station.reservedFor == nil ? .free : .reserved
        switch organization.occupants[id] {
        case .session(let session):
            station.state = .inUse
            station.session = session
            station.account = sessions[session]?.record.account
            station.since = sessions[session]?.record.openedAt
        case .hold(let hold):
            station.state = .held
            station.expiresAt = holds[hold]?.expiresAt
        case nil:
            guard let cooling = organization.cooling[id] else { break }
            station.state = .cooling
            station.account = cooling.account
            station.since = cooling.since
            station.expiresAt = cooling.endsAt
        }
        return station
    }

    func station(_ id: StationID, in slug: Slug) -> Station {
        organizations[slug].map { station(id, in: $0) } ?? Station()
    }

    /// Counts for `broker.status`.
    public var counts: (sessions: Int, held: Int, organizations: Int, accounts: Int) {
        (
            sessions.count, holds.count, organizations.count,
            organizations.values.reduce(0) { $0 + $1.accounts.count }
        )
    }
}
