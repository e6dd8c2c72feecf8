import StationProtocol

/// Requests: dispatched, answered, or put aside until what they concern has settled.
extension Broker {
    mutating func handle(_ request: Request) {
        do throws(Halt) {
            try dispatch(request)
        } catch {
            take(error, of: request)
        }
    }

    /// Does with a request what keeps it from being done.
    mutating func take(_ halt: Halt, of request: Request) {
        switch halt {
        case .refuse(let refusal):
            if !enqueue(request, refusal) { actions.append(.reply(request.ref, .refused(refusal))) }
        case .wait(let id): parked[id, default: []].append(request)
        case .ask(let id): ask(id, for: request)
        case .work(let attempt): begin(attempt)
        }
    }

    mutating func dispatch(_ request: Request) throws(Halt) {
        switch request.command {
        // The server answers these by itself; they are here so that no method is forgotten.
        case .brokerHello, .brokerPing, .brokerStatus, .rpcDiscover:
            throw .refuse(.internalError, "this method is not the broker's")
        case .loginOptions(let call): try loginOptions(call, request)
        case .stationRequest(let call): try requestStation(call, request)
        case .stationRelease(let call): try releaseStation(call, request)
        case .stationList(let call): try listStations(call, request)
        case .stationShow(let call): try showStation(call, request)
        case .stationReserve(let call): try reserve(call, request)
        case .stationUnreserve(let call): try unreserve(call, request)
        case .sessionCheck(let call): try checkSession(call, request)
        case .sessionOpen(let call): try openSession(call, request)
        case .sessionAttach(let call): try attachSession(call, request)
        case .sessionRenew(let call): try renewSession(call, request)
        case .sessionReport(let call): try reportSession(call, request)
        case .sessionClose(let call): try closeSession(call, request)
        case .sessionVerify(let call): try verifySession(call, request)
        case .sessionList(let call): try listSessions(call, request)
        case .sessionShow(let call): try showSession(call, request)
        case .sessionHistory(let call): try sessionHistory(call, request)
        case .sessionTerminate(let call): try terminateSession(call, request)
        case .sessionTerminateAll(let call): try terminateAll(call, request)
        case .sessionAnswerTakeover(let call): try answerTakeover(call, request)
        case .hostDrain(let call): try drainHost(call, request)
        case .hostResume: try resumeHost(request)
        case .brokerMetrics(let call): try ask(.metrics(call.cursor), .brokerMetrics, request)
        case .brokerDiagnose(let call):
            try ask(.diagnose(integrity: call.integrity ?? false), .brokerDiagnose, request)
        case .backupCreate: try createBackup(request)
        case .backupRead(let call):
            try ask(.readBackup(call.backup, offset: call.offset), .backupRead, request)
        case .backupRemove(let call): try ask(.removeBackup(call.backup), .backupRemove, request)
        case .poolCreate(let call): try createPool(call, request)
        case .poolList(let call): try listPools(call, request)
        case .poolRemove(let call): try removePool(call, request)
        case .organizationCreate(let call): try createOrganization(call, request)
        case .organizationList(let call): try listOrganizations(call, request)
        case .organizationShow(let call): try showOrganization(call, request)
        case .organizationUpdate(let call): try updateOrganization(call, request)
        case .accountCreate(let call): try createAccount(call, request)
        case .accountList(let call): try listAccounts(call, request)
        case .accountShow(let call): try showAccount(call, request)
        case .accountUpdate(let call): try updateAccount(call, request)
        case .accountDisable(let call): try disableAccount(call, request)
        case .accountEnable(let call): try enableAccount(call, request)
        case .accountRemove(let call): try removeAccount(call, request)
        case .accountImport(let call): try importAccounts(call, request)
        case .accountUnlock(let call): try unlockAccount(call, request)
        case .passwordCheck(let call): try checkPassword(call, request)
        case .passwordChange(let call): try changePassword(call, request)
        case .passwordSet(let call): try setPassword(call, request)
        case .eventsSubscribe(let call): try subscribe(call, request)
        case .eventsUnsubscribe(let call): actions.append(.unsubscribe(request.ref, call.subscription))
        case .auditList(let call): try listAudit(call, request)
        case .auditVerify(let call): try verifyAudit(call, request)
        }
    }

    /// Reads see what this connection has asked to change before them.
    func requireOwnChangesSettled(_ request: Request) throws(Halt) {
        if let change = connections[request.ref.connection]?.lastChange, pending[change] != nil {
            throw .wait(change)
        }
    }

    private mutating func loginOptions(_ call: LoginOptions, _ request: Request) throws(Halt) {
        let organization = try settled(call.organization)
        var options = LoginOptions.Reply()
        options.organization = call.organization
        options.name = organization.organization.name
        options.credentials = [.password, .peer]
        options.password = organization.policies.password
        options.station.roles = organization.policies.stationRoles
        options.station.source = organization.policies.stationSource
        options.station.proposed = organization.policies.stationSource != .typed && !organization.pools.isEmpty
        reply(request.ref, options)
    }

    // MARK: What only the ledger knows

    private mutating func sessionHistory(_ call: SessionHistory, _ request: Request) throws(Halt) {
        let grant = try authorize(.sessionHistory, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        if let organization = call.organization { _ = try settled(organization) }
        let query = HistoryQuery(
            organization: call.organization ?? grant.organization, account: call.account, station: call.station,
            at: call.at, from: call.from, to: call.to, reasons: call.reasons,
            limit: call.limit ?? Limits.defaultPageItems, before: try Broker.position(call.cursor, SessionID.init))
        actions.append(.query(request.ref, .history(query)))
    }

    private mutating func listAudit(_ call: AuditList, _ request: Request) throws(Halt) {
        let grant = try authorize(.auditList, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        if let organization = call.organization { _ = try settled(organization) }
        let query = AuditQuery(
            organization: call.organization ?? grant.organization, from: call.from, to: call.to,
            limit: call.limit ?? Limits.defaultPageItems, before: try Broker.position(call.cursor) { Int64($0) })
        actions.append(.query(request.ref, .audit(query)))
    }

    private mutating func verifyAudit(_ call: AuditVerify, _ request: Request) throws(Halt) {
        _ = try authorize(.auditVerify, request, actor: call.actor, organization: nil)
        try requireOwnChangesSettled(request)
        actions.append(.query(request.ref, .verify(call.head)))
    }

    private mutating func subscribe(_ call: EventsSubscribe, _ request: Request) throws(Halt) {
        let grant = try authorize(.eventsSubscribe, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        let organization = call.organization ?? grant.organization
        if let organization { _ = try settled(organization) }
        let active = sessionOrder.elements.compactMap { sessions[$0] }
            .filter { organization == nil || $0.record.organization == organization }
        actions.append(
            .subscribe(
                request.ref,
                Subscription(
                    organization: organization, types: call.types.map(Set.init), sessions: active.map(view),
                    revision: revision)))
    }

    /// What a cursor stands for.
    static func position<Position>(
        _ cursor: Cursor?, _ read: (String) -> Position?
    ) throws(Halt) -> Position? {
        guard let cursor else { return nil }
        guard let position = read(cursor.text) else {
            throw .refuse(.invalidParams("cursor", "must be \(Cursor.expectation)"))
        }
        return position
    }
}
