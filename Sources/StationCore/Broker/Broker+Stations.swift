import StationProtocol

/// Stations as supervisors see and assign them.
extension Broker {
    /// Known stations looked at for one page, so that a filter that finds little does not keep others waiting.
    private static let scanned = 5_000

    mutating func listStations(_ call: StationList, _ request: Request) throws(Halt) {
        _ = try authorize(.stationList, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        let organization = try settled(call.organization)
        let limit = call.limit ?? Limits.defaultPageItems
        if call.state == .free {
            let after = try Broker.position(call.cursor, FreePlace.init)
            return reply(request.ref, freeStations(organization, after: after, limit: limit))
        }
        let after = try Broker.position(call.cursor, StationID.init)
        var page = Page<Station>()
        for (index, id) in organization.knownStations.elements(after: after).enumerated() {
            let station = station(id, in: organization)
            if page.items.count == limit || index == Broker.scanned {
                // What was looked at and passed over is not looked at again.
                page.nextCursor = Broker.cursor(before: index, organization.knownStations.elements(after: after))
                break
            }
            if call.state == nil || station.state == call.state { page.items.append(station) }
        }
        reply(request.ref, page)
    }

    private static func cursor(before index: Int, _ stations: ArraySlice<StationID>) -> Cursor? {
        index == 0 ? nil : Cursor(stations[stations.startIndex + index - 1].text)
    }

    /// Where a list of free numbers goes on: in which pool, in the order of their creation, and behind which number. It
    /// stays good when that pool is removed.
    private struct FreePlace {
        var ordinal: Int64
        var number: StationID

        init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let ordinal = Int64(parts[0]), let number = StationID(String(parts[1])) else {
                return nil
            }
            self.ordinal = ordinal
            self.number = number
        }
    }

    private func freeStations(_ organization: OrganizationState, after: FreePlace?, limit: Int64) -> Page<Station> {
        var found: [Station] = []
        for pool in organization.pools where pool.record.ordinal >= after?.ordinal ?? 0 {
            var next = pool.lowestFree()
            if let after, pool.record.ordinal == after.ordinal, let index = pool.range.index(of: after.number) {
                next = pool.lowestFree(from: index + 1)
            }
            while let index = next, found.count <= limit {
                var station = station(pool.range[index], in: organization)
                station.place = Cursor("\(pool.record.ordinal):\(station.station)")
                found.append(station)
                next = pool.lowestFree(from: index + 1)
            }
        }
        return Page(found, limit: limit)
    }

    mutating func showStation(_ call: StationShow, _ request: Request) throws(Halt) {
        _ = try authorize(.stationShow, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        try requireUnlocked(.administration(call.organization))
        guard organizations[call.organization] != nil else { throw Broker.noSuchOrganization(call.organization) }
        reply(request.ref, StationReply(station(call.station, in: call.organization)))
    }

    static func noSuchOrganization(_ slug: Slug) -> Halt {
        .refuse(
            .notFound, "there is no organization \"\(slug)\"", remedy: "look at its spelling, or ask an administrator")
    }

    mutating func reserve(_ call: StationReserve, _ request: Request) throws(Halt) {
        if let until = call.until { return try reserveShift(call, until: until, request) }
        let grant = try authorize(.stationReserve, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        var account = try settledAccount(call.account, in: call.organization)
        try proposingNearest(call.station, call.organization) { () throws(Halt) in
            try requireAssignable(call.station, to: call.account, in: call.organization)
        }
        account.station = StationAssignment(.static, call.station)
        var result = station(call.station, in: call.organization)
        result.kind = .static
        result.reservedFor = call.account
        if result.state == .free { result.state = .reserved }
        try change(
            account, .updated, "station.reserved", grant, call.requestKey, request, stations: [call.station],
            result: StationReply(result))
    }

    mutating func unreserve(_ call: StationUnreserve, _ request: Request) throws(Halt) {
        if let from = call.from { return try unreserveShift(call, from: from, request) }
        let grant = try authorize(.stationUnreserve, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        var account = try settledAccount(call.account, in: call.organization)
        guard account.station == StationAssignment(.static, call.station) else {
            throw .refuse(.notFound, "station \(call.station) is not reserved for \(call.account)")
        }
        account.station = StationAssignment()
        var result = station(call.station, in: call.organization)
        result.kind = .dynamic
        result.reservedFor = nil
        if result.state == .reserved { result.state = .free }
        try change(
            account, .updated, "station.unreserved", grant, call.requestKey, request, stations: [call.station],
            result: StationReply(result))
    }

    /// Whether a number can become an account's own.
    ///
    /// - Throws: ``Halt`` with `station_reserved`, `station_in_use`, or a wait.
    func requireAssignable(_ station: StationID, to username: Username, in slug: Slug) throws(Halt) {
        try requireUnlocked(.station(slug, station))
        guard let refusal = assignmentObstacle(station, username, slug) else { return }
        throw .refuse(refusal)
    }

    private func assignmentObstacle(_ station: StationID, _ username: Username, _ slug: Slug) -> Refusal? {
        if let owner = organizations[slug]?.statics[station], owner != username {
            return Refusal(
                .stationReserved, "station \(station) is assigned to \(owner) already",
                remedy: "choose another number, or take it from \(owner) first: station.unreserve"
            ).with("station", .string(station.text))
        }
        let occupant = organizations[slug]?.occupants[station]
        if case .hold = occupant {
            return Refusal(
                .stationInUse, "station \(station) is held for somebody who is about to log in",
                remedy: "choose another number, or try again in two minutes"
            ).with("station", .string(station.text)).with("state", .string(StationState.held.rawValue))
        }
        guard case .session(let id) = occupant, let holder = sessions[id]?.record.account, holder != username else {
            return nil
        }
        return Refusal(
            .stationInUse, "station \(station) is in use by \(holder)",
            remedy: "choose another number, or end that session first"
        ).with("station", .string(station.text))
    }
}
