import StationProtocol

/// Organizations and their pools.
extension Broker {
    mutating func createOrganization(_ call: OrganizationCreate, _ request: Request) throws(Halt) {
        let grant = try authorize(.organizationCreate, request, actor: nil, organization: nil)
        if try answerRepeated(call.requestKey, request) { return }
        try requireUnlocked(.administration(call.slug))
        guard organizations[call.slug] == nil else {
            throw .refuse(
                .alreadyExists, "there is an organization \"\(call.slug)\" already",
                remedy: "choose another slug, or change that organization: organization.update")
        }
        var organization = Organization()
        organization.slug = call.slug
        organization.name = call.name
        organization.createdAt = now.timestamp
        call.policies.apply(to: &organization.policies)
        try requirePossible(organization.policies)
        try change(organization, .created, "organization.created", grant, call.requestKey, request)
    }

    mutating func updateOrganization(_ call: OrganizationUpdate, _ request: Request) throws(Halt) {
        let grant = try authorize(
            .organizationUpdate, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        var organization = try settled(call.organization).organization
        organization.name = call.name ?? organization.name
        call.policies.apply(to: &organization.policies)
        try requirePossible(organization.policies)
        try change(organization, .updated, "organization.updated", grant, call.requestKey, request)
    }

    /// A policy as it stands in the record.
    private static func text(_ policy: some WireObject) -> String {
        var writer = JSONWriter()
        policy.write(to: &writer)
        return writer.text
    }

    /// Requirements that no password can meet would lock everybody out.
    private func requirePossible(_ policies: Policies) throws(Halt) {
        guard settings.calendar.knows(policies.limits.timeZone) else {
            throw .refuse(
                .invalidParams("timeZone", "\(policies.limits.timeZone) is no time zone that this host knows"))
        }
        guard policies.password.minimumLength <= policies.password.maximumLength else {
            throw .refuse(
                .invalidParams(
                    "password.minimumLength", "must not be above maximumLength, \(policies.password.maximumLength)"))
        }
    }

    private mutating func change(
        _ organization: Organization, _ change: Change, _ action: StaticString, _ grant: Grant, _ key: RequestKey?,
        _ request: Request
    ) throws(Halt) {
        let policies = organization.policies
        let entry = AuditEntry(
            at: now.timestamp, organization: organization.slug, action: action, actor: grant.actor,
            target: [("organization", .text(organization.slug.text))],
            detail: [
                ("name", .text(organization.name.text)),
                ("agentConflict", .text(Broker.text(policies.agentConflict))),
                ("askSeconds", .integer(policies.askSeconds)), ("askSilence", .text(policies.askSilence.rawValue)),
                ("dailyLogout", .text(policies.limits.dailyLogout.text)),
                ("idleSeconds", .integer(policies.limits.idleSeconds)),
                ("idleSuspectSeconds", .integer(policies.limits.idleSuspectSeconds)),
                ("lockDelaySeconds", .integer(policies.lockDelaySeconds)),
                ("sessionSeconds", .integer(policies.limits.sessionSeconds)),
                ("sessionsMaximum", .integer(policies.limits.sessionsMaximum)),
                ("stationYields", .text(Broker.text(policies.stationYields))),
                ("timeZone", .text(policies.limits.timeZone.text)),
                ("warningSeconds", .integer(policies.limits.warningSeconds)),
                ("busyMaximumSeconds", .integer(policies.busyMaximumSeconds)),
                ("gracePeriodSeconds", .integer(policies.gracePeriodSeconds)),
                ("stationRoles", .text(policies.stationRoles.map(\.rawValue).joined(separator: ","))),
                ("stationSource", .text(policies.stationSource.rawValue)),
                ("password", .text(Broker.text(policies.password))),
                ("passwordChangeEndsSessions", .flag(policies.passwordChangeEndsSessions)),
                ("temporaryPasswordHours", .integer(policies.temporaryPasswordHours)),
                ("suspectYields", .flag(policies.suspectYields)),
                ("homeOfAgents", .text(policies.homes.agent.text)),
                ("homeOfSupervisors", .text(policies.homes.supervisor.text)),
                ("homeOfAdministrators", .text(policies.homes.administrator.text)),
            ])
        try commit(
            [.organization(organization), .audit(entry)], locks: [.administration(organization.slug)], key: key,
            of: request, result: OrganizationReply(organization),
            events: [Event(.organizationChanged, organization.slug, .organization(organization, change))])
    }

    mutating func listOrganizations(_ call: OrganizationList, _ request: Request) throws(Halt) {
        _ = try authorize(.organizationList, request, actor: nil, organization: nil)
        try requireOwnChangesSettled(request)
        let limit = call.limit ?? Limits.defaultPageItems
        let after = try Broker.position(call.cursor, Slug.init)
        let found: [Organization] = organizationNames.elements(after: after).prefix(Int(limit) + 1)
            .compactMap { organizations[$0]?.organization }
        reply(request.ref, Page(found, limit: limit))
    }

    mutating func showOrganization(_ call: OrganizationShow, _ request: Request) throws(Halt) {
        _ = try authorize(.organizationShow, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        reply(request.ref, OrganizationReply(try settled(call.organization).organization))
    }

    // MARK: Pools

    mutating func createPool(_ call: PoolCreate, _ request: Request) throws(Halt) {
        let grant = try authorize(.poolCreate, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        let organization = try settled(call.organization)
        guard let range = StationRange(first: call.first, last: call.last) else {
            throw .refuse(
                .invalidParams(
                    "last",
                    "must have as many digits as first, not be below it, and make at most "
                        + "\(Limits.poolNumbers) numbers with it"))
        }
        for other in organization.pools.map(\.record.pool) {
            if other.name == call.name {
                throw .refuse(.alreadyExists, "there is a pool \"\(call.name)\" in \(call.organization) already")
            }
            if StationRange(first: other.first, last: other.last)?.overlaps(range) == true {
                throw .refuse(
                    .alreadyExists, "pool \"\(other.name)\" (\(other.first)–\(other.last)) has some of these numbers")
            }
        }
        guard organization.pools.count < Limits.poolsPerOrganization else {
            throw .refuse(
                Refusal(
                    .overloaded, "\(call.organization) has \(Limits.poolsPerOrganization) pools, which is the most",
                    remedy: "remove one: pool.remove"
                ).with("retryAfterSeconds", 60))
        }
        var pool = Pool()
        pool.organization = call.organization
        pool.name = call.name
        pool.first = call.first
        pool.last = call.last
        let ordinal = (organization.pools.last?.record.ordinal ?? 0) + 1
        try change(pool, .created, .pool(PoolRecord(pool: pool, ordinal: ordinal)), grant, call.requestKey, request)
    }

    mutating func removePool(_ call: PoolRemove, _ request: Request) throws(Halt) {
        let grant = try authorize(.poolRemove, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        let pools = try settled(call.organization).pools.map(\.record.pool)
        guard let pool = pools.first(where: { $0.name == call.name }) else {
            throw .refuse(.notFound, "there is no pool \"\(call.name)\" in \(call.organization)")
        }
        try change(pool, .removed, .poolRemoved(call.organization, call.name), grant, call.requestKey, request)
    }

    private mutating func change(
        _ pool: Pool, _ change: Change, _ ledgerChange: LedgerChange, _ grant: Grant, _ key: RequestKey?,
        _ request: Request
    ) throws(Halt) {
        let entry = AuditEntry(
            at: now.timestamp, organization: pool.organization,
            action: change == .created ? "pool.created" : "pool.removed", actor: grant.actor,
            target: [("pool", .text(pool.name.text))],
            detail: [("first", .text(pool.first.text)), ("last", .text(pool.last.text))])
        try commit(
            [ledgerChange, .audit(entry)], locks: [.administration(pool.organization)], key: key, of: request,
            result: PoolReply(pool), events: [Event(.poolChanged, pool.organization, .pool(pool, change))])
    }

    mutating func listPools(_ call: PoolList, _ request: Request) throws(Halt) {
        _ = try authorize(.poolList, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        let after = try Broker.position(call.cursor) { Int64($0) } ?? 0
        let pools = try settled(call.organization).pools.map(\.record).filter { $0.ordinal > after }
        let part = pools.prefix(Int(call.limit ?? Limits.defaultPageItems))
        // By the order of creation and not by name, so that the list goes on where a pool was removed. All pools of an
        // organization fit one line.
        let next = part.count < pools.count ? part.last.flatMap { Cursor("\($0.ordinal)") } : nil
        reply(request.ref, Page(part.map(\.pool), nextCursor: next))
    }
}
