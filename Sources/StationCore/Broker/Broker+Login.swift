import StationProtocol

/// May this account log in, and on which station: DESIGN §5, `session.open`, steps 1 to 4.
extension Broker {
    /// A login that may go ahead.
    struct Login {
        var account: Account
        var record: AccountRecord
        /// The account's earlier session, which ends with this login.
        var superseded: (id: SessionID, reason: EndReason)?
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
        let superseded = try decideAgentAxis(account)
        let (station, hold) = try decideStationAxis(login, account, request, superseding: superseded?.id)
        return Login(
            account: account.account, record: account, superseded: superseded, station: station, hold: hold,
            holder: holder)
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
    private func decideAgentAxis(_ account: AccountRecord) throws(Halt) -> (id: SessionID, reason: EndReason)? {
        guard let id = account.session, let holder = sessions[id] else { return nil }
        let finding = holder.evidence.finding(at: now)
        switch finding.verdict {
        case .dead: return (id, finding.reason ?? .connectionLost)
        case .suspect where organizations[account.account.organization]?.policies.suspectYields == true:
            return (id, .takenOver)
        case .suspect, .live: throw .refuse(alreadyLoggedIn(holder))
        }
    }

    private func alreadyLoggedIn(_ session: LiveSession) -> Refusal {
        var holder = HolderInfo()
        let view = view(session)
        holder.device = view.device
        holder.host = view.host
        holder.station = view.station
        holder.since = view.openedAt
        holder.lastSeenAt = view.lastSeenAt
        holder.verdict = view.verdict
        let device = view.device.label?.text ?? "the device of uid \(view.device.uid)"
        let place = view.station.map { " (station \($0))" } ?? ""
        return Refusal(
            .alreadyLoggedIn, "The user is already logged in",
            remedy: "log out on \(device)\(place), or ask a supervisor to end that session"
        ).with("holder", holder.json)
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
