import StationProtocol

/// May this account log in, and on which station: DESIGN §5, `session.open`, steps 1 to 4.
extension Broker {
    /// A login that may go ahead.
    struct Login {
        var account: Account
        var record: AccountRecord
        /// Sessions that end with this login: the account's earlier one, and one that yields its station.
        var superseded: [(id: SessionID, reason: EndReason)] = []
        var station: StationID?
        var hold: HoldID?
        var holder = SessionHolder()
    }

    static let incorrectCredentials = Refusal(
        .incorrectCredentials, "Incorrect username or password",
        remedy: "check both; if it goes on, ask your administrator")

    func decide(_ login: SessionRequest, _ credential: Credential, _ request: Request) throws(Halt) -> Login {
        try requireUnlocked(.administration(login.organization))
        let account = try verified(login, credential, request)
        try requireUnlocked(.account(login.organization, account.account.username))
        try requireNoAction(account, credential)
        if login.purpose == .console {
            try requireConsole(login, account)
            return Login(account: account.account, record: account, holder: try holder(login, request))
        }
        let holder = try holder(login, request)
        try requireInService()
        let agent = try decideAgentAxis(account, login, request)
        let (station, hold) = try decideStationAxis(login, account, request, superseding: agent.session)
        // Nobody is asked for a login that could not be granted anyway.
        if case .asks(let id) = agent { throw .ask(id) }
        var superseded = agent.superseded
        if let station, case .session(let id) = organizations[login.organization]?.occupants[station],
            !superseded.contains(where: { $0.id == id }), let yielding = sessions[id]
        {
            try requireUnlocked(.account(yielding.record.organization, yielding.record.account))
            superseded.append((id, yielding.evidence.finding(at: now).reason ?? .takenOver))
        }
        try requireLicence(login.organization, ending: superseded.count)
        return Login(
            account: account.account, record: account, superseded: superseded, station: station, hold: hold,
            holder: holder)
    }

    /// What becomes of the account's earlier session.
    private enum AgentAxis {
        case free
        case ends(SessionID, EndReason)
        case asks(SessionID)

        var session: SessionID? {
            switch self {
            case .free: nil
            case .ends(let id, _), .asks(let id): id
            }
        }

        var superseded: [(id: SessionID, reason: EndReason)] {
            if case .ends(let id, let reason) = self { [(id, reason)] } else { [] }
        }
    }

    /// Step 1. Unknown organization, unknown account, disabled and not yours are one answer.
    func verified(
        _ login: SessionRequest, _ credential: Credential, _ request: Request
    ) throws(Halt) -> AccountRecord {
        if let password = credential.password {
            return try proven(login.organization, login.login, request) {
                .verify(password, against: $0?.password?.hash)
            }.record
        }
        guard let record = organizations[login.organization]?.account(login.login), record.account.state == .active,
            request.peer.isOperator || Broker.isUser(request, record.account.osUser)
        else { throw .refuse(Broker.incorrectCredentials) }
        return record
    }

    /// Step 2. Who logs in with a password may have to change it first.
    private func requireNoAction(_ record: AccountRecord, _ credential: Credential) throws(Halt) {
        guard credential.type == .password, let password = record.password else { return }
        let remedy = "choose a new one, then log in with it"
        if password.isTemporary {
            throw .refuse(
                .passwordChangeRequired, "this password was given to you: choose one of your own first", remedy: remedy)
        }
        guard let end = password.expiry(passwordPolicy(record.account.organization)), end <= now.timestamp else {
            return
        }
        throw .refuse(.passwordChangeRequired, "the password is too old: choose a new one first", remedy: remedy)
    }

    private static func isUser(_ request: Request, _ user: OSUser?) -> Bool {
        guard let user else { return false }
        if let uid = user.uid { return uid == request.peer.uid }
        return user.text == request.userName
    }

    /// Step 3. The person has just proved who they are; what of their earlier session?
    private func decideAgentAxis(
        _ account: AccountRecord, _ login: SessionRequest, _ request: Request
    ) throws(Halt) -> AgentAxis {
        guard let id = account.session, let holder = sessions[id] else { return .free }
        let policies = organizations[account.account.organization]?.policies ?? Policies()
        let finding = holder.evidence.finding(at: now)
        if finding.verdict == .dead { return .ends(id, finding.reason ?? .connectionLost) }
        if finding.verdict == .suspect, policies.suspectYields { return .ends(id, .takenOver) }
        if request.mayTakeOver == id { return .ends(id, .takenOver) }
        switch policies.agentConflict[account.account.role] {
        case .takeover: return .ends(id, .takenOver)
        case .confirm where login.takeover == true: return .ends(id, .takenOver)
        case .ask: return .asks(id)
        case .confirm: throw .refuse(alreadyLoggedIn(holder, rule: "agentConflict=confirm"))
        case .deny:
            let rule = finding.verdict == .suspect ? "suspectYields=false" : "agentConflict=deny"
            throw .refuse(alreadyLoggedIn(holder, rule: rule))
        }
    }

    // MARK: Step 4, the station

    private func decideStationAxis(
        _ login: SessionRequest, _ account: AccountRecord, _ request: Request, superseding: SessionID?
    ) throws(Halt) -> (StationID?, HoldID?) {
        let slug = login.organization
        let hold = try ownHold(login.hold, slug, request)
        if let hold, let typed = login.station, typed != hold.station {
            throw .refuse(
                .invalidParams("station", "is \(typed), but the hold is on \(hold.station): give one of them"))
        }
        let typed = login.station ?? hold?.station
        let candidate = Candidate(account: account, connection: request.ref.connection, superseding: superseding)
        let station = try choose(typed, account, candidate, slug)
        let usesOwnHold = connections[request.ref.connection]?.hold.flatMap { holds[$0] }
            .map { $0.organization == slug && $0.station == station }
        return (station, usesOwnHold == true ? connections[request.ref.connection]?.hold : nil)
    }

    private func ownHold(_ id: HoldID?, _ slug: Slug, _ request: Request) throws(Halt) -> Hold? {
        guard let id else { return nil }
        guard let hold = holds[id], hold.connection == request.ref.connection, hold.organization == slug else {
            throw .refuse(
                .notFound, "this connection has no hold \(id)", remedy: "ask for a station again")
        }
        return hold
    }

    private func choose(
        _ typed: StationID?, _ account: AccountRecord, _ candidate: Candidate, _ slug: Slug
    ) throws(Halt) -> StationID? {
        let assignment = account.account.station
        // A shift, or a station that was lent, goes before what the account has at other times.
        let kept = reservedStation(of: account.account.username, in: slug)
        if let kept, typed == nil || typed == kept {
            try requireAvailable(kept, candidate, slug)
            return kept
        }
        if assignment.kind == .static, let own = assignment.id {
            if let typed, typed != own {
                throw .refuse(
                    .stationMismatch, "station \(typed) is not yours: your station is \(own)",
                    remedy: "log in at station \(own), or leave the station out")
            }
            try requireAvailable(own, candidate, slug)
            return own
        }
        let policies = organizations[slug]?.policies ?? Policies()
        if let typed {
            try requireInPool(typed, slug, policies)
            try requireAvailable(typed, candidate, slug)
            return typed
        }
        let isNeeded = policies.stationRoles.contains(account.account.role)
        if policies.stationSource != .typed {
            for station in [assignment.id, account.lastStation].compactMap(\.self) {
                if try isAvailable(station, candidate, slug, policies) { return station }
            }
            if isNeeded, let station = try lowestFree(slug, for: candidate.connection) { return station }
        }
        guard isNeeded else { return nil }
        throw .refuse(
            .stationRequired, "\(account.account.username) needs a station to work",
            remedy: "type the number of the phone or seat you are at")
    }
}
