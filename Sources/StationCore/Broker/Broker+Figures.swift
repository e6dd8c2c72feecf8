import StationProtocol

/// How many sessions of which kind an organization has.
public struct SessionTally: Sendable {
    public var live = 0
    public var suspect = 0
    /// Of these, the ones whose agent is busy.
    public var busy = 0
    public var consoles = 0
}

/// What is measured of the broker.
extension Broker {
    /// By organization, in the order of their names; those without sessions too.
    public var tallies: [(organization: Slug, tally: SessionTally)] {
        var tallies: [Slug: SessionTally] = [:]
        for session in sessions.values {
            let slug = session.record.organization
            guard session.record.purpose == .work else {
                tallies[slug, default: SessionTally()].consoles += 1
                continue
            }
            if session.evidence.finding(at: now).verdict == .live {
                tallies[slug, default: SessionTally()].live += 1
            } else {
                tallies[slug, default: SessionTally()].suspect += 1
            }
            if session.isBusy { tallies[slug, default: SessionTally()].busy += 1 }
        }
        return organizationNames.elements.map { ($0, tallies[$0] ?? SessionTally()) }
    }

    /// What waits: for the disk, for a station, for a turn at having a password verified.
    public var queues: (commits: Int, logins: Int, attempts: Int) {
        (pending.count, waiting.values.reduce(0) { $0 + $1.count }, attempts.count)
    }
}
