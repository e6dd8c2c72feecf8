import StationProtocol

/// What must always hold (DESIGN §3); tests and the running daemon look.
extension Broker {
    /// Each breach in words; empty when all is well. Takes time in the order of the active sessions.
    public func brokenInvariants() -> [String] {
        var broken: [String] = []
        var holders: Set<HolderKey> = []
        for (id, session) in sessions {
            let record = session.record
            let isWork = record.purpose == .work
            if isWork, !holders.insert(HolderKey(record.organization, record.account.text, isStation: false)).inserted {
                broken.append("account \(record.account) of \(record.organization) has two work sessions")
            }
            if organizations[record.organization]?.accounts[record.account]?.sessions.contains(id) != true {
                broken.append("account \(record.account) of \(record.organization) does not know session \(id)")
            }
            if tokens[record.token] != id { broken.append("session \(id) is not found by its token") }
            if record.fence > lastFence { broken.append("the fence of session \(id) is from the future") }
            guard let station = record.station else { continue }
            if !holders.insert(HolderKey(record.organization, station.text, isStation: true)).inserted {
                broken.append("station \(station) of \(record.organization) is held twice")
            }
            if organizations[record.organization]?.occupants[station] != .session(id) {
                broken.append("station \(station) of \(record.organization) does not know session \(id)")
            }
        }
        if tokens.count != sessions.count { broken.append("\(tokens.count) tokens for \(sessions.count) sessions") }
        if sessionOrder.elements.count != sessions.count { broken.append("the order of sessions is not all of them") }
        for (lock, id) in locks where pending[id] == nil { broken.append("\(lock) is locked by nobody") }
        for id in parked.keys where pending[id] == nil { broken.append("requests wait for nothing") }
        return broken
    }

    private struct HolderKey: Hashable {
        var organization: Slug
        var name: String
        var isStation: Bool

        init(_ organization: Slug, _ name: String, isStation: Bool) {
            self.organization = organization
            self.name = name
            self.isStation = isStation
        }
    }
}
