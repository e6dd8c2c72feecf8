import StationProtocol

/// Accounts as administrators keep them.
extension Broker {
    typealias Change = EventChange

    func settledAccount(_ username: Username, in slug: Slug) throws(Halt) -> Account {
        try requireUnlocked(.administration(slug))
        guard organizations[slug] != nil else { throw Broker.noSuchOrganization(slug) }
        try requireUnlocked(.account(slug, username))
        guard let account = organizations[slug]?.accounts[username]?.account else {
            throw .refuse(
                .notFound, "there is no account \"\(username)\" in \(slug)",
                remedy: "stationctl account list --organization \(slug)")
        }
        return account
    }

    mutating func createAccount(_ call: AccountCreate, _ request: Request) throws(Halt) {
        let grant = try authorize(.accountCreate, request, actor: call.actor, organization: call.organization)
        if try answerRepeatedCreation(call, grant, request) { return }
        try requireUnlocked(.administration(call.organization))
        guard organizations[call.organization] != nil else { throw Broker.noSuchOrganization(call.organization) }
        var account = Account()
        account.organization = call.organization
        account.username = call.username
        account.email = call.email
        account.displayName = call.displayName
        account.role = call.role
        account.osUser = call.osUser
        account.subject = call.subject
        account.station = call.station ?? StationAssignment()
        account.createdAt = now.timestamp
        account.startsAt = call.startsAt
        try requireUnlocked(.account(call.organization, call.username))
        try requireNew(account)
        try requireEmail(account.email, for: account)
        if let station = account.station.id {
            try proposingNearest(station, account.organization) { () throws(Halt) in
                try requireAssignment(account.station, station, account)
            }
        }
        // With a mail address the person gets a link instead.
        let password =
            call.password == nil && account.email != nil ? nil : try temporary(call.password, for: account, request)
        let view = shown(account, password)
        try change(
            account, .created, "account.created", grant, call.requestKey, request,
            stations: [account.station.id].compactMap(\.self), password: password,
            result: TemporaryPasswordReply(view),
            reply: password != nil && call.password == nil ? .provided(view) : nil)
    }

    /// The reply to a repeated `account.create`: the account, and another temporary password where it still has one. The
    /// first stands nowhere, and whoever asks again has not seen it.
    private mutating func answerRepeatedCreation(_ call: AccountCreate, _ grant: Grant, _ request: Request) throws(Halt)
        -> Bool
    {
        guard let earlier = try earlierUse(of: call.requestKey, by: request) else { return false }
        try requireUnlocked(.account(call.organization, call.username))
        guard call.password == nil, call.email == nil,
            let record = organizations[call.organization]?.accounts[call.username],
            isStillGiven(by: earlier, record.account)
        else {
            actions.append(.reply(request.ref, .repeated(earlier.result ?? "{}")))
            return true
        }
        var password = try temporary(nil, for: record.account, request)
        password.changedAt = earlier.at
        var transaction = PendingTransaction(
            changes: [.password(call.organization, call.username, password)],
            locks: [.account(call.organization, call.username)])
        transaction.changes.append(.audit(entry(record.account, "account.repeated", grant.actor)))
        transaction.answer = (request.ref, .provided(shown(record.account, password)))
        try commit(transaction)
        return true
    }

    func requireNew(_ account: Account) throws(Halt) {
        guard organizations[account.organization]?.accounts[account.username] == nil else {
            throw .refuse(
                .alreadyExists, "there is an account \"\(account.username)\" in \(account.organization) already",
                remedy: "choose another username, or change that account: account.update")
        }
    }

    func requireEmail(_ email: Email?, for account: Account) throws(Halt) {
        guard let email, let owner = organizations[account.organization]?.emails[email], owner != account.username
        else { return }
        throw .refuse(.alreadyExists, "\(email) is the mail address of \(owner) already")
    }

    /// A static number must be nobody else's; a preferred one must not be reserved for somebody else.
    func requireAssignment(
        _ assignment: StationAssignment, _ station: StationID, _ account: Account
    ) throws(Halt) {
        switch assignment.kind {
        case .static: try requireAssignable(station, to: account.username, in: account.organization)
        case .dynamic:
            try requireUnlocked(.station(account.organization, station))
            if let owner = organizations[account.organization]?.statics[station], owner != account.username {
                let refusal = Refusal(.stationReserved, "station \(station) is assigned to \(owner) already")
                    .with("station", .string(station.text))
                throw .refuse(refusal)
            }
        }
    }

    mutating func updateAccount(_ call: AccountUpdate, _ request: Request) throws(Halt) {
        let grant = try authorize(.accountUpdate, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        var account = try settledAccount(call.account, in: call.organization)
        try requireUnambiguous(call)
        for field in call.clear ?? [] {
            switch field {
            case .email: account.email = nil
            case .displayName: account.displayName = nil
            case .osUser: account.osUser = nil
            case .subject: account.subject = nil
            case .startsAt: account.startsAt = nil
            }
        }
        account.email = call.email ?? account.email
        account.displayName = call.displayName ?? account.displayName
        account.role = call.role ?? account.role
        account.osUser = call.osUser ?? account.osUser
        account.subject = call.subject ?? account.subject
        account.station = call.station ?? account.station
        account.startsAt = call.startsAt ?? account.startsAt
        try requireEmail(account.email, for: account)
        if let station = call.station?.id {
            try proposingNearest(station, account.organization) { () throws(Halt) in
                try requireAssignment(account.station, station, account)
            }
        }
        try change(
            account, .updated, "account.updated", grant, call.requestKey, request,
            stations: [call.station?.id].compactMap(\.self), result: AccountReply(shown(account)))
    }

    /// A field cannot be set and emptied at once.
    private func requireUnambiguous(_ call: AccountUpdate) throws(Halt) {
        let set: [(ClearableField, Bool)] = [
            (.email, call.email != nil), (.displayName, call.displayName != nil), (.osUser, call.osUser != nil),
            (.subject, call.subject != nil), (.startsAt, call.startsAt != nil),
        ]
        for (field, isSet) in set where isSet && call.clear?.contains(field) == true {
            throw .refuse(.invalidParams("clear", "names \(field.rawValue), which is set as well"))
        }
    }

    mutating func disableAccount(_ call: AccountDisable, _ request: Request) throws(Halt) {
        let grant = try authorize(.accountDisable, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        var account = try settledAccount(call.account, in: call.organization)
        account.state = .disabled
        try change(
            account, .disabled, "account.disabled", grant, call.requestKey, request, ending: .accountDisabled,
            result: AccountReply(shown(account)))
    }

    mutating func enableAccount(_ call: AccountEnable, _ request: Request) throws(Halt) {
        let grant = try authorize(.accountEnable, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        var account = try settledAccount(call.account, in: call.organization)
        account.state = .active
        try change(
            account, .enabled, "account.enabled", grant, call.requestKey, request, result: AccountReply(shown(account)))
    }

    mutating func removeAccount(_ call: AccountRemove, _ request: Request) throws(Halt) {
        let grant = try authorize(.accountRemove, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        let account = try settledAccount(call.account, in: call.organization)
        try change(
            account, .removed, "account.removed", grant, call.requestKey, request, ending: .accountRemoved,
            result: AccountReply(shown(account)))
    }

    /// One change to one account, with its record, its event, and the end of its session where it brings that.
    mutating func change(
        _ account: Account, _ change: Change, _ action: StaticString, _ grant: Grant, _ key: RequestKey?,
        _ request: Request, stations: [StationID] = [], password: PasswordRecord? = nil,
        ending reason: EndReason? = nil, result: any WireObject, reply: Reply? = nil
    ) throws(Halt) {
        let slug = account.organization
        var transaction = PendingTransaction(
            changes: [], locks: [.administration(slug), .account(slug, account.username)])
        transaction.locks += stations.map { .station(slug, $0) }
        if let reason {
            for id in organizations[slug]?.accounts[account.username]?.sessions ?? [] {
                guard let session = sessions[id] else { continue }
                if reason == .accountRemoved {
                    addEnd(of: session, reason, by: grant.actor, comment: nil, to: &transaction)
                } else {
                    addPolicyEnd(of: session, reason, by: grant.actor, to: &transaction)
                }
            }
        }
        transaction.changes.append(
            change == .removed ? .accountRemoved(slug, account.username) : .account(account))
        if let password { transaction.changes.append(.password(slug, account.username, password)) }
        if change == .created, password == nil, account.email != nil {
            transaction.changes.append(
                .mail(
                    MailIntent(
                        organization: slug, account: account.username, kind: .firstPassword, at: now.timestamp)))
        }
        var record = entry(account, action, grant.actor)
        record.target += stations.map { ("station", .text($0.text)) }
        transaction.changes.append(.audit(record))
        try commit(
            transaction.changes, locks: transaction.locks, key: key, of: request, result: result,
            events: [
                Event(
                    .accountChanged, slug,
                    .account(
                        shown(account, password ?? organizations[slug]?.accounts[account.username]?.password), change))
            ],
            reply: reply)
    }

    func entry(_ account: Account, _ action: StaticString, _ actor: Actor) -> AuditEntry {
        var detail: AuditEntry.Facts = [
            ("role", .text(account.role.rawValue)), ("state", .text(account.state.rawValue)),
            ("stationKind", .text(account.station.kind.rawValue)),
        ]
        if let station = account.station.id { detail.append(("station", .text(station.text))) }
        if let email = account.email { detail.append(("email", .text(email.text))) }
        if let user = account.osUser { detail.append(("osUser", .text(user.text))) }
        if let name = account.displayName { detail.append(("displayName", .text(name.text))) }
        if let start = account.startsAt { detail.append(("startsAt", .text(start.text))) }
        if let subject = account.subject { detail.append(("subject", .text(subject.text))) }
        return AuditEntry(
            at: now.timestamp, organization: account.organization, action: action, actor: actor,
            target: [("account", .text(account.username.text))], detail: detail)
    }
}
