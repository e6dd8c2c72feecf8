import StationProtocol

/// Lock-delay: after an unclean end nobody knows whether the holder still speaks on its station, so the station is kept
/// from others for a while (the idea is Chubby's, Burrows 2006, §2.4).
extension Broker {
    /// Until when a session's station is kept from other accounts, where it ends for this reason now.
    func coolsUntil(_ session: LiveSession, _ reason: EndReason) -> Timestamp? {
        guard session.record.station != nil, reason.isUnclean,
            let policies = organizations[session.record.organization]?.policies
        else { return nil }
        // Where a call was going on, the phone may still be talking.
        let busy = session.isBusy ? policies.busyMaximumSeconds : 0
        let seconds = max(policies.lockDelaySeconds, busy)
        return seconds > 0 ? now.timestamp(atBoot: now.boot + seconds * 1_000) : nil
    }

    /// Keeps the station of a session that ended. Of what the ledger held, for the time that is left on the wall clock.
    mutating func cool(_ record: SessionRecord) {
        guard let station = record.station, let end = record.end, let until = end.coolsUntil else { return }
        let longest = max(Policies.lockDelayRange.upperBound, Policies.busyMaximumRange.upperBound) * 1_000
        let left = min(until.milliseconds - now.wall, longest)
        let slug = record.organization
        guard left > 0, organizations[slug]?.occupants[station] == nil else { return }
        organizations[slug]?.cooling[station] = Cooling(
            account: record.account, since: end.at, ends: now.boot + left, endsAt: until)
        refresh(station, in: slug)
        deadlines.insert(.cooling(slug, station), due: now.boot + left)
        publish(.stationCooling, slug, .station(self.station(station, in: slug)))
    }

    mutating func endCooling(_ station: StationID, in slug: Slug) {
        guard let cooling = organizations[slug]?.cooling[station], cooling.ends <= now.boot else { return }
        organizations[slug]?.cooling[station] = nil
        refresh(station, in: slug)
        freed.insert(slug)
        publish(.stationReleased, slug, .station(self.station(station, in: slug)))
    }
}

/// A station that is kept for the account that was lost there.
struct Cooling: Sendable {
    var account: Username
    var since: Timestamp
    /// Milliseconds of the boot clock.
    var ends: Int64
    var endsAt: Timestamp
}

extension EndReason {
    /// Whether nobody knows what the holder did last (DESIGN §2, lock-delay).
    var isUnclean: Bool {
        switch self {
        case .processExited, .connectionLost, .leaseExpired, .osSessionEnded, .hostRestarted: true
        default: false
        }
    }
}
