import StationProtocol

/// Passwords: checked while they are typed, changed by their owners, given by supervisors.
extension Broker {
    mutating func checkPassword(_ call: PasswordCheck, _ request: Request) throws(Halt) {
        let policy = try settled(call.organization).policies.password
        // From the words in the request alone: what it says must not depend on whether the account exists.
        let words = organizationWords(call.organization) + (call.login.map { Broker.words(of: $0.text) } ?? [])
        actions.append(
            .check(request.ref, call.password, PasswordWork.Requirements(policy: policy, words: words)))
    }

    /// A mail address is more than one word.
    static func words(of login: String) -> [String] {
        [login] + login.split(separator: "@").map(String.init).filter { $0 != login }
    }

    /// Its slug and its name, whole and word by word; everybody may know them.
    private func organizationWords(_ slug: Slug) -> [String] {
        guard let name = organizations[slug]?.organization.name.text else { return [slug.text] }
        return [slug.text, name] + name.split(separator: " ").map(String.init).filter { $0 != name }
    }

    private func requirements(_ account: Account, earlier: [PasswordHash]) -> PasswordWork.Requirements {
        var words = organizationWords(account.organization) + [account.username.text]
        if let station = account.station.id?.text { words.append(station) }
        if let email = account.email?.text { words += Broker.words(of: email) }
        if let name = account.displayName?.text { words += name.split(separator: " ").map(String.init) }
        let policy = passwordPolicy(account.organization)
        return PasswordWork.Requirements(
            policy: policy, words: words, earlier: Array(earlier.prefix(Int(policy.reuseHistory))))
    }

    static func rejected(_ findings: [RuleFinding]) -> Refusal {
        let unmet = findings.filter { !$0.met }
        return Refusal(
            .passwordRejected, "the new password does not meet the requirements",
            remedy: unmet.map(\.text).joined(separator: "; ")
        ).with("rules", .array(unmet.map(\.json)))
    }

    // MARK: One's own

    mutating func changePassword(_ call: PasswordChange, _ request: Request) throws(Halt) {
        try requireRelay(call.source, request)
        try requireUnlocked(.administration(call.organization))
        let (record, proof) = try proven(call.organization, call.login, request) { record in
            .change(
                call.current, against: record?.password?.hash, new: call.new,
                record.map { requirements($0.account, earlier: $0.password?.earlier ?? []) }
                    ?? PasswordWork.Requirements(policy: passwordPolicy(call.organization), words: []))
        }
        guard case .changed(let old, let new) = proof else {
            if case .rejected(_, let findings) = proof { throw .refuse(Broker.rejected(findings)) }
            throw .refuse(.internalError, "the password's change came to nothing")
        }
        let account = record.account
        try requireUnlocked(.account(account.organization, account.username))
        // As many as the organization may ever ask for, so that asking for more takes effect at once.
        let kept = Int(PasswordPolicy.reuseHistoryRange.upperBound)
        // A temporary password was nobody's own, so it need not be remembered.
        let earlier = record.password?.isTemporary == true ? [] : [old]
        let password = PasswordRecord(
            hash: new, isTemporary: false, changedAt: now.timestamp,
            earlier: Array((earlier + (record.password?.earlier ?? [])).prefix(kept)))
        var actor = actor(request.peer, for: account.username)
        actor.source = request.networkSource
        var transaction = provision(account, password, "password.changed", actor)
        addEnds(of: record, by: actor, sparing: request.ref.connection, to: &transaction)
        transaction.answer = (request.ref, .result(AccountReply(shown(account, password))))
        try commit(transaction)
    }

    /// The other sessions of an account whose password is new, where the organization wants them ended.
    private func addEnds(
        of record: AccountRecord, by actor: Actor, sparing connection: ConnectionID?,
        to transaction: inout PendingTransaction
    ) {
        guard organizations[record.account.organization]?.policies.passwordChangeEndsSessions == true else { return }
        let all = record.sessions.compactMap { sessions[$0] }
        // Behind a portal's connection there may be several people who say that they are this one: then none is spared.
        let own = all.filter { connection != nil && $0.evidence.connection == connection }
        for session in all where own.count != 1 || session.record.id != own[0].record.id {
            addPolicyEnd(of: session, .passwordChanged, by: actor, to: &transaction)
        }
    }

    /// A new password with its record and its event.
    private func provision(
        _ account: Account, _ password: PasswordRecord, _ action: StaticString, _ actor: Actor
    ) -> PendingTransaction {
        let (slug, username) = (account.organization, account.username)
        var transaction = PendingTransaction(
            changes: [.password(slug, username, password)], locks: [.account(slug, username)])
        var detail: AuditEntry.Facts = [("temporary", .flag(password.isTemporary))]
        if let end = password.expiresAt { detail.append(("expiresAt", .text(end.text))) }
        transaction.changes.append(
            .audit(
                AuditEntry(
                    at: now.timestamp, organization: slug, action: action, actor: actor,
                    target: [("account", .text(username.text))], detail: detail)))
        transaction.events = [
            Event(.accountChanged, slug, .account(shown(account, password), .passwordChanged))
        ]
        return transaction
    }

    // MARK: Somebody else's

    mutating func setPassword(_ call: PasswordSet, _ request: Request) throws(Halt) {
        let grant = try authorize(.passwordSet, request, actor: call.actor, organization: call.organization)
        if call.password != nil, try answerRepeated(call.requestKey, request) { return }
        let account = try settledAccount(call.account, in: call.organization)
        try requireLowerRole(account, grant)
        // Under a request key that was used before, the grant is the same and the password another: the first was told
        // to nobody else and stands nowhere. One that the person has chosen meanwhile stays.
        let earlier = try earlierUse(of: call.requestKey, by: request)
        let isRepeated = earlier != nil
        if let earlier, !isStillGiven(by: earlier, account) {
            return actions.append(.reply(request.ref, .repeated(earlier.result ?? "{}")))
        }
        var password = try temporary(call.password, for: account, request)
        password.changedAt = earlier?.at ?? password.changedAt
        var transaction = provision(account, password, "password.set", grant.actor)
        // Whoever is given a new password is not kept waiting for failures with the old one.
        let logins = digests(account)
        transaction.changes.append(.unlocked(logins, logins.flatMap { throttle.unlocking($0, at: now) }))
        if let record = organizations[call.organization]?.accounts[call.account] {
            addEnds(of: record, by: grant.actor, sparing: nil, to: &transaction)
        }
        let view = shown(account, password)
        try commit(
            transaction.changes, locks: transaction.locks, key: isRepeated ? nil : call.requestKey, of: request,
            result: TemporaryPasswordReply(view), events: transaction.events,
            reply: call.password == nil ? .provided(view) : nil)
    }

    /// A password that somebody else makes: the one they typed, if it is good enough, or the one made up with the request.
    ///
    /// - Throws: ``Halt/work(_:)`` where a typed one has to be judged first.
    func temporary(_ typed: Password?, for account: Account, _ request: Request) throws(Halt) -> PasswordRecord {
        let hash: PasswordHash
        if let typed {
            switch request.proof {
            case .accepted(let accepted): hash = accepted
            case .rejected(_, let findings): throw .refuse(Broker.rejected(findings))
            default:
                throw .work(
                    Attempt(request: request, work: .accept(typed, requirements(account, earlier: [])), hash: nil))
            }
        } else {
            guard let fresh = request.fresh?.password else {
                throw .refuse(.internalError, "no temporary password was made for this request")
            }
            hash = fresh
        }
        let earlier = organizations[account.organization]?.accounts[account.username]?.password
        let kept = Int(PasswordPolicy.reuseHistoryRange.upperBound)
        return PasswordRecord(
            hash: hash, isTemporary: true, changedAt: now.timestamp, expiresAt: temporaryEnd(account),
            earlier: Array((earlier.map { ($0.isTemporary ? [] : [$0.hash]) + $0.earlier } ?? []).prefix(kept)))
    }

    /// Whether an account's password is the temporary one of an earlier request, however often that was repeated.
    func isStillGiven(by earlier: RequestKeyRecord, _ account: Account) -> Bool {
        guard let password = organizations[account.organization]?.accounts[account.username]?.password else {
            return false
        }
        return password.isTemporary && password.changedAt == earlier.at
    }

    func temporaryEnd(_ account: Account) -> Timestamp {
        let hours = organizations[account.organization]?.policies.temporaryPasswordHours ?? 0
        let start = max(now.wall, account.startsAt?.milliseconds ?? 0)
        return Timestamp(milliseconds: start + hours * 3_600_000)
    }

    mutating func unlockAccount(_ call: AccountUnlock, _ request: Request) throws(Halt) {
        let grant = try authorize(.accountUnlock, request, actor: call.actor, organization: call.organization)
        if try answerRepeated(call.requestKey, request) { return }
        let account = try settledAccount(call.account, in: call.organization)
        try requireLowerRole(account, grant)
        let logins = digests(account)
        let changes: [LedgerChange] = [
            .unlocked(logins, logins.flatMap { throttle.unlocking($0, at: now) }),
            .audit(
                AuditEntry(
                    at: now.timestamp, organization: call.organization, action: "account.unlocked",
                    actor: grant.actor, target: [("account", .text(account.username.text))], detail: [])),
        ]
        let view = shown(account)
        try commit(
            changes, locks: [.account(call.organization, call.account)], key: call.requestKey, of: request,
            result: AccountReply(view), events: [Event(.accountChanged, call.organization, .account(view, .unlocked))])
    }

    /// Passwords and their locks are in the hands of higher roles: equals could guess at each other without end.
    private func requireLowerRole(_ account: Account, _ grant: Grant) throws(Halt) {
        guard let role = grant.role, account.role >= role else { return }
        throw .refuse(
            .notPermitted, "\(account.username) is no lower role than \(role.rawValue)",
            remedy: "change your own password yourself; for others ask somebody with a higher role, or an operator")
    }
}
