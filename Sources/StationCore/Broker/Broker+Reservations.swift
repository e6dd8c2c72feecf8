import StationProtocol

/// Stations kept for somebody for a time: shifts, and static stations that are lent. They count by the wall clock, which
/// is what people made them by.
extension Broker {
    /// Milliseconds that reservations are kept for when they are over.
    private static let reservationMemory: Int64 = 86_400_000

    mutating func reserveShift(_ call: StationReserve, until: Timestamp, _ request: Request) throws(Halt) {
        let grant = try authorize(.stationReserve, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        let account = try settledAccount(call.account, in: call.organization)
        let from = call.from ?? now.timestamp
        guard from < until, now.timestamp < until else {
            throw .refuse(.invalidParams("until", "must lie ahead, and behind from"))
        }
        try requireUnlocked(.station(call.organization, call.station))
        let earlier = organizations[call.organization]?.reservations[call.station] ?? []
        if let other = earlier.first(where: { $0.from < until && from < $0.until }) {
            throw .refuse(
                Refusal(
                    .stationReserved,
                    "station \(call.station) is kept for \(other.account) from \(other.from) until \(other.until)",
                    remedy: "choose another number or time, or take that back first: station.unreserve"
                ).with("station", .string(call.station.text)))
        }
        let count = organizations[call.organization]?.reservations.values.reduce(0) { $0 + $1.count } ?? 0
        guard count < Limits.reservations else {
            throw .refuse(
                Refusal(
                    .overloaded, "\(call.organization) has \(Limits.reservations) reservations, which is the most",
                    remedy: "take some back: station.unreserve"
                ).with("retryAfterSeconds", 60))
        }
        let record = ReservationRecord(
            organization: call.organization, station: call.station, account: account.username, from: from,
            until: until, by: grant.actor.description)
        try change(record, .reservation(record), "station.lent", grant, call.requestKey, request) {
            $0.append(record)
        }
    }

    mutating func unreserveShift(_ call: StationUnreserve, from: Timestamp, _ request: Request) throws(Halt) {
        let grant = try authorize(.stationUnreserve, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        _ = try settled(call.organization)
        let kept = organizations[call.organization]?.reservations[call.station] ?? []
        guard
            let record = kept.first(where: {
                $0.account == call.account && $0.from == from && $0.until > now.timestamp
            })
        else {
            throw .refuse(
                .notFound, "station \(call.station) is not kept for \(call.account) from \(from)",
                remedy: "station.show tells for whom it is kept, and when")
        }
        try change(record, .reservationRemoved(record), "station.lentBack", grant, call.requestKey, request) {
            $0.removeAll { $0 == record }
        }
    }

    private mutating func change(
        _ record: ReservationRecord, _ change: LedgerChange, _ action: StaticString, _ grant: Grant,
        _ key: RequestKey?, _ request: Request, _ body: (inout [ReservationRecord]) -> Void
    ) throws(Halt) {
        let entry = AuditEntry(
            at: now.timestamp, organization: record.organization, action: action, actor: grant.actor,
            target: [("station", .text(record.station.text)), ("account", .text(record.account.text))],
            detail: [("from", .text(record.from.text)), ("until", .text(record.until.text))])
        var organization = organizations[record.organization]
        body(&organization!.reservations[record.station, default: []])
        let view = organization.map { station(record.station, in: $0) } ?? Station()
        try commit(
            [change, .audit(entry)], locks: [.station(record.organization, record.station)], key: key, of: request,
            result: StationReply(view))
    }

    // MARK: Keeping

    /// For whom a station is kept at this moment, whoever's it is otherwise.
    func reservation(of station: StationID, in organization: OrganizationState) -> ReservationRecord? {
        organization.reservations[station]?.first { $0.isOn(at: now.timestamp) }
    }

    /// The station that is kept for an account at this moment.
    func reservedStation(of account: Username, in slug: Slug) -> StationID? {
        guard let organization = organizations[slug], let kept = organization.keptStations[account] else { return nil }
        return kept.filter { reservation(of: $0, in: organization)?.account == account }.min()
    }

    mutating func removeReservations(of username: Username, in slug: Slug) {
        for record in (organizations[slug]?.reservations ?? [:]).values.joined() where record.account == username {
            apply(record, isRemoved: true)
        }
    }

    mutating func apply(_ record: ReservationRecord, isRemoved: Bool) {
        let (slug, station) = (record.organization, record.station)
        organizations[slug]?.reservations[station, default: []].removeAll { $0 == record }
        if !isRemoved { organizations[slug]?.reservations[station, default: []].append(record) }
        organizations[slug]?.reservations[station]?.sort { $0.from < $1.from }
        if organizations[slug]?.reservations[station]?.isEmpty == true {
            organizations[slug]?.reservations[station] = nil
        }
        organizations[slug]?.indexReservations()
        refresh(station, in: slug)
        freed.insert(slug)
        nextReservation = now.wall
    }

    /// Brings what reservations keep in line with the clock: some have begun, some are over and forgotten.
    mutating func followReservations() {
        // Also when the clock was set back behind the last look.
        guard now.wall >= nextReservation || now.wall < lastReservation else { return }
        lastReservation = now.wall
        nextReservation = now.wall + 60_000
        // Not at once: a clock that is ahead for a moment must not take anybody's shift.
        let forgotten = Timestamp(milliseconds: now.wall - Broker.reservationMemory)
        var areOver = false
        for (slug, organization) in organizations where !organization.reservations.isEmpty {
            for (station, kept) in organization.reservations {
                for record in kept {
                    if record.until <= forgotten { areOver = true }
                    for edge in [record.from, record.until] where edge > now.timestamp {
                        nextReservation = min(nextReservation, edge.milliseconds)
                    }
                }
                let left = kept.filter { $0.until > forgotten }
                organizations[slug]?.reservations[station] = left.isEmpty ? nil : left
                refresh(station, in: slug)
            }
            organizations[slug]?.indexReservations()
            freed.insert(slug)
        }
        if areOver {
            try? commit(PendingTransaction(changes: [.reservationsForgotten(forgotten)], locks: []))
        }
    }
}
