import StationProtocol

/// Logins that wait for a station: first come, first served.
extension Broker {
    /// What a login may wait for: the station, not the person.
    private static let waitable: Set<Reason> = [.stationInUse, .stationReserved, .noStationAvailable, .lockDelay]

    /// Puts a refused login into the queue, where it asked for that.
    ///
    /// - Returns: false where the refusal stands.
    mutating func enqueue(_ request: Request, _ refusal: Refusal) -> Bool {
        guard case .sessionOpen(let call) = request.command, let seconds = call.request.waitSeconds, seconds > 0,
            Broker.waitable.contains(refusal.reason), connections[request.ref.connection] != nil
        else { return false }
        let slug = call.request.organization
        guard waiting[slug, default: []].count < Limits.waitingLogins else {
            let full = Refusal(
                .overloaded, "\(Limits.waitingLogins) logins of \(slug) wait for a station already",
                remedy: "try again shortly")
            actions.append(.reply(request.ref, .refused(full.with("retryAfterSeconds", 5))))
            return true
        }
        let expires = now.boot + seconds * 1_000
        waiting[slug, default: []].append(WaitingLogin(request: request, refusal: refusal, expires: expires))
        deadlines.insert(.waiting(slug, request.ref), due: expires)
        tell(waiting[slug]!.count - 1, in: slug)
        return true
    }

    /// Stations have come free: whoever waited longest is tried first.
    mutating func serveWaiting() {
        guard !freed.isEmpty else { return }
        for slug in freed.sorted() where waiting[slug] != nil { serveWaiting(slug) }
        freed.removeAll(keepingCapacity: true)
    }

    private mutating func serveWaiting(_ slug: Slug) {
        let queue = waiting.removeValue(forKey: slug) ?? []
        var left: [WaitingLogin] = []
        for var login in queue {
            guard connections[login.request.ref.connection] != nil else { continue }
            do throws(Halt) {
                try dispatch(login.request)
            } catch {
                switch error {
                case .refuse(let refusal) where Broker.waitable.contains(refusal.reason):
                    login.refusal = refusal
                    left.append(login)
                case .wait: left.append(login)
                default: take(error, of: login.request)
                }
            }
        }
        // Whoever came meanwhile stands behind those who were here.
        let places = queue.map(\.request.ref)
        waiting[slug] = left + (waiting[slug] ?? [])
        for (index, login) in (waiting[slug] ?? []).enumerated() where left.count < places.count {
            if index < places.count, places[index] != login.request.ref { tell(index, in: slug) }
        }
        if waiting[slug]?.isEmpty == true { waiting[slug] = nil }
    }

    /// Its time is up: it gets the refusal that it would have got without waiting.
    mutating func endWaiting(_ ref: RequestRef, in slug: Slug) {
        guard let login = waiting[slug]?.first(where: { $0.request.ref == ref }), login.expires <= now.boot else {
            return
        }
        removeWaiting { $0.request.ref == ref }
        actions.append(.reply(ref, .refused(login.refusal)))
    }

    mutating func withdrawWaiting(_ ref: RequestRef) -> Bool { removeWaiting { $0.request.ref == ref } }

    @discardableResult
    mutating func removeWaiting(_ isGone: (WaitingLogin) -> Bool) -> Bool {
        var wasRemoved = false
        for (slug, queue) in waiting {
            let left = queue.filter { !isGone($0) }
            guard left.count < queue.count else { continue }
            wasRemoved = true
            waiting[slug] = left.isEmpty ? nil : left
            let first = zip(queue, left).enumerated().first { $1.0.request.ref != $1.1.request.ref }?.offset
            for index in (first ?? left.count)..<left.count { tell(index, in: slug) }
        }
        return wasRemoved
    }

    /// Tells a login that waits its place among those that wait for the same.
    private mutating func tell(_ index: Int, in slug: Slug) {
        guard let queue = waiting[slug], case .sessionOpen(let call) = queue[index].request.command else { return }
        let login = queue[index]
        var place = WaitingPlace()
        place.account = organizations[slug]?.account(call.request.login)?.account.username ?? place.account
        place.station = call.request.station
        place.expiresAt = now.timestamp(atBoot: login.expires)
        place.position = Int64(
            1 + queue[..<index].count { Broker.station(of: $0.request) == call.request.station })
        publish(.sessionWaiting, slug, .waiting(place), attached: login.request.ref.connection)
    }

    private static func station(of request: Request) -> StationID? {
        guard case .sessionOpen(let call) = request.command else { return nil }
        return call.request.station
    }
}

/// A login in the queue for a station.
struct WaitingLogin: Sendable {
    var request: Request
    /// Why it was not granted when it was last tried.
    var refusal: Refusal
    /// Milliseconds of the boot clock.
    var expires: Int64
}
