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
        guard !isStopping else {
            actions.append(refuseCancelled(request.ref))
            return true
        }
        // Whoever was here before, and was tried and refused, keeps the place and the time.
        var request = request
        if request.waitingPlace == nil {
            lastWaiting += 1
            request.waitingPlace = (lastWaiting, now.boot + seconds * 1_000)
        }
        let login = WaitingLogin(request: request, refusal: refusal)
        let index = waiting[slug, default: []].lastIndex { $0.order < login.order }
        waiting[slug, default: []].insert(login, at: index.map { $0 + 1 } ?? 0)
        watchWaiting(slug, due: login.expires)
        tellPlaces(in: slug)
        return true
    }

    /// One entry of the deadline queue for all that wait: whoever comes and goes leaves none behind.
    private mutating func watchWaiting(_ slug: Slug, due: Int64) {
        guard due < waitingDue[slug] ?? .max else { return }
        waitingDue[slug] = due
        deadlines.insert(.waiting(slug), due: due)
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
        // Stations that somebody before waits for and does not get: nobody behind need be tried.
        var blocked: Set<StationID?> = []
        for var login in queue {
            guard connections[login.request.ref.connection] != nil else { continue }
            guard !blocked.contains(login.station) else {
                left.append(login)
                continue
            }
            do throws(Halt) {
                try dispatch(login.request)
            } catch {
                switch error {
                case .refuse(let refusal) where Broker.waitable.contains(refusal.reason):
                    if login.station != nil, refusal.reason == .stationInUse { blocked.insert(login.station) }
                    login.refusal = refusal
                    left.append(login)
                case .wait(let id):
                    stalled[id, default: []].insert(slug)
                    if let station = login.station, locks[.station(slug, station)] != nil { blocked.insert(station) }
                    left.append(login)
                default: take(error, of: login.request)
                }
            }
        }
        let all = (left + (waiting[slug] ?? [])).sorted { $0.order < $1.order }
        waiting[slug] = all.isEmpty ? nil : all
        if left.count < queue.count { movedUp.insert(slug) }
    }

    /// Time is up for some: they are decided once more, and what is in their way then is their answer.
    mutating func endWaiting(in slug: Slug) {
        guard let due = waitingDue[slug], due <= now.boot else { return }
        waitingDue[slug] = nil
        let over = (waiting[slug] ?? []).filter { $0.expires <= now.boot }
        let boot = now.boot
        removeWaiting { $0.expires <= boot }
        for login in over {
            var request = login.request
            guard case .sessionOpen(var call) = request.command else { continue }
            call.request.waitSeconds = nil
            request.command = .sessionOpen(call)
            handle(request)
        }
        if let next = waiting[slug]?.map(\.expires).min() { watchWaiting(slug, due: next) }
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
            movedUp.insert(slug)
        }
        return wasRemoved
    }

    /// Once a second, and not for each that leaves: a thousand who leave at once are told of once.
    mutating func tellPlaces() {
        guard !movedUp.isEmpty else { return }
        for slug in movedUp.sorted() { tellPlaces(in: slug) }
        movedUp.removeAll(keepingCapacity: true)
    }

    /// Tells those whose place among those that wait for the same has become another.
    private mutating func tellPlaces(in slug: Slug) {
        var places: [StationID?: Int64] = [:]
        for (index, login) in (waiting[slug] ?? []).enumerated() {
            let position = places[login.station, default: 0] + 1
            places[login.station] = position
            guard position != login.toldPosition, case .sessionOpen(let call) = login.request.command else { continue }
            waiting[slug]?[index].toldPosition = position
            var place = WaitingPlace()
            place.account = organizations[slug]?.account(call.request.login)?.account.username ?? place.account
            place.station = login.station
            place.expiresAt = now.timestamp(atBoot: login.expires)
            place.position = position
            publish(.sessionWaiting, slug, .waiting(place), attached: login.request.ref.connection)
        }
    }
}

/// A login in the queue for a station.
struct WaitingLogin: Sendable {
    var request: Request
    /// Why it was not granted when it was last tried.
    var refusal: Refusal
    /// Milliseconds of the boot clock.
    var expires: Int64 { request.waitingPlace?.expires ?? 0 }
    /// In the order of coming.
    var order: UInt64 { request.waitingPlace?.order ?? 0 }
    /// The place that it was last told.
    var toldPosition: Int64?

    /// The station that it waits for, where it named one.
    var station: StationID? {
        guard case .sessionOpen(let call) = request.command else { return nil }
        return call.request.station
    }
}
