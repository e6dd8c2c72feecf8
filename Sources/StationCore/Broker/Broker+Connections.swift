import StationProtocol

/// What comes and goes with connections.
extension Broker {
    mutating func disconnected(_ id: ConnectionID) {
        guard let connection = connections.removeValue(forKey: id) else { return }
        for session in connection.sessions { detach(session) }
        if let hold = connection.hold { release(hold, publishing: true) }
        for ask in asks.values where ask.request.ref.connection == id { _ = withdrawAsk(ask.request.ref) }
        removeWaiting { $0.request.ref.connection == id }
        waitingAttempts.removeAll(of: id)
        let given = attempts.keys.filter { $0.connection == id }.sorted { $0.serial < $1.serial }
        for ref in given { actions.append(.withdraw(ref)) }
        imports = imports.filter { $0.key.connection != id }
    }

    /// Makes a connection the holder of a session; the one that was is told.
    mutating func attach(_ id: SessionID, to connection: ConnectionID) {
        guard let session = sessions[id] else { return }
        let old = session.evidence.connection
        sessions[id]?.lastSeen = now
        guard connections[connection] != nil else {
            // It went away while its login was on the way to the disk.
            if old == nil { detach(id) }
            return
        }
        guard old != connection else { return }
        let wasDetached = session.evidence.detachedAt != nil
        if let old { connections[old]?.sessions.removeAll { $0 == id } }
        connections[connection]?.sessions.append(id)
        sessions[id]?.evidence.connection = connection
        sessions[id]?.evidence.detachedAt = nil
        sessions[id]?.evidence.graceEnds = nil
        let verdict = sessions[id]?.evidence.finding(at: now).verdict
        sessions[id]?.toldVerdict = verdict ?? .live
        let slug = session.record.organization
        if let old {
            publish(.sessionDetached, slug, .session(currentView(id)), attached: old)
        }
        if old != nil || wasDetached {
            publish(.sessionAttached, slug, .session(currentView(id)))
        }
        // Whoever was asked on the old connection cannot answer there any more.
        resumeAsk(of: id)
    }

    /// The connection is gone: a session without a lease has its grace period now.
    private mutating func detach(_ id: SessionID) {
        guard let session = sessions[id] else { return }
        sessions[id]?.evidence.connection = nil
        sessions[id]?.lastSeen = now
        defer { resumeAsk(of: id) }
        guard session.record.leaseSeconds == nil else { return }
        let grace = organizations[session.record.organization]?.policies.gracePeriodSeconds ?? 0
        let ends = now.boot + grace * 1_000
        sessions[id]?.evidence.detachedAt = now
        sessions[id]?.evidence.graceEnds = ends
        sessions[id]?.toldVerdict = .suspect
        // It may yield its station now.
        freed.insert(session.record.organization)
        publish(.sessionDetached, session.record.organization, .session(currentView(id)))
        if grace == 0 { judge(id) } else { watch(id, due: ends) }
    }

    // MARK: Holds

    mutating func requestStation(_ call: StationRequest, _ request: Request) throws(Halt) {
        let station = try requestable(call.station, call.organization, request)
        try hold(station, in: call.organization, for: request)
    }

    /// The station that can be held: the one named, or one from the pools.
    func requestable(
        _ typed: StationID?, _ slug: Slug, _ request: Request
    ) throws(Halt) -> StationID {
        let policies = try settled(slug).policies
        if let typed {
            try requireInPool(typed, slug, policies)
            try requireAvailable(typed, Candidate(connection: request.ref.connection), slug)
            return typed
        }
        if policies.stationSource != .typed, let free = try lowestFree(slug, for: request.ref.connection) {
            return free
        }
        throw .refuse(
            .stationRequired, "\(slug) proposes no stations",
            remedy: "type the number of the phone or seat you are at")
    }

    private mutating func hold(_ station: StationID, in slug: Slug, for request: Request) throws(Halt) {
        guard let connection = connections[request.ref.connection] else {
            throw .refuse(.cancelled, "the connection is gone")
        }
        let uid = connection.peer.uid
        // A connection has one hold: a new one takes the place of the old.
        let others = (holdsPerUser[uid] ?? 0) - (connection.hold == nil ? 0 : 1)
        guard others < settings.limits.holdsPerUser else {
            throw .refuse(
                Refusal(
                    .overloaded, "uid \(uid) holds \(others) stations already",
                    remedy: "log in at one of them, or give one back"
                ).with("retryAfterSeconds", .integer(Limits.holdSeconds)))
        }
        if let old = connection.hold { release(old, publishing: true) }
        lastHold += 1
        let expires = now.boot + Limits.holdSeconds * 1_000
        let hold = Hold(
            id: HoldID(rawValue: lastHold), connection: request.ref.connection, uid: uid, organization: slug,
            station: station, expires: expires, expiresAt: now.timestamp(atBoot: expires))
        holds[hold.id] = hold
        holdsPerUser[uid, default: 0] += 1
        connections[request.ref.connection]?.hold = hold.id
        occupy(station, in: slug, by: .hold(hold.id))
        deadlines.insert(.hold(hold.id), due: expires)
        var result = HoldReply()
        result.station = station
        result.hold = hold.id
        result.expiresAt = hold.expiresAt
        reply(request.ref, result)
        publishStation(.stationHeld, station, in: slug)
    }

    mutating func releaseStation(_ call: StationRelease, _ request: Request) throws(Halt) {
        // The uid that asked for it may give it back from another connection too; an operator may do everything.
        guard let hold = holds[call.hold], hold.uid == request.peer.uid || request.peer.isOperator else {
            throw .refuse(.notFound, "you have no hold \(call.hold)")
        }
        // A login that uses the hold may be on its way to the disk.
        try requireUnlocked(.station(hold.organization, hold.station))
        release(call.hold, publishing: true)
        reply(request.ref, StationReply(station(hold.station, in: hold.organization)))
    }

    mutating func release(_ id: HoldID, publishing isPublished: Bool) {
        guard let hold = holds.removeValue(forKey: id) else { return }
        if connections[hold.connection]?.hold == id { connections[hold.connection]?.hold = nil }
        let left = (holdsPerUser[hold.uid] ?? 1) - 1
        holdsPerUser[hold.uid] = left > 0 ? left : nil
        if organizations[hold.organization]?.occupants[hold.station] == .hold(id) {
            occupy(hold.station, in: hold.organization, by: nil)
        }
        if isPublished { publishStation(.stationReleased, hold.station, in: hold.organization) }
    }

    mutating func publishStation(_ type: EventType, _ id: StationID, in slug: Slug) {
        publish(type, slug, .station(station(id, in: slug)))
    }
}
