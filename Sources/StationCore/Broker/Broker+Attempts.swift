import StationProtocol

/// Passwords are verified elsewhere: attempts are given out, throttled, and taken up again with their outcome.
extension Broker {
    static let throttled = "too many attempts have failed"

    /// The digest under which a typed login is counted, whether it names somebody or not.
    func digest(_ login: String, in slug: Slug) -> Digest { settings.digest("\(slug.text)\n\(login.lowercased())") }

    /// The account that a password in a request is said to be of, once it was found to be.
    ///
    /// - Throws: ``Halt/work(_:)`` where that is not known yet.
    func proven(
        _ slug: Slug, _ login: StationProtocol.Login, _ request: Request,
        _ work: (AccountRecord?) -> PasswordWork
    ) throws(Halt) -> (record: AccountRecord, proof: Proof) {
        let record = organizations[slug]?.account(login)
        if let record, let proof = request.proof, record.account.state == .active {
            switch proof {
            case .right(let hash, _), .changed(let hash, _):
                if record.password?.hash == hash { return (record, proof) }
            case .rejected(let hash, _):
                if record.password?.hash == hash { return (record, proof) }
            case .accepted: break
            }
        }
        // Even the right password is not good then: the same work is done as where there is no account, so that neither
        // its outcome nor its time tells anything.
        let isHopeless = record?.account.state != .active || record?.password.map { isExpired($0) } ?? false
        let candidate = isHopeless ? nil : record
        let guess = Attempt.Guess(
            key: FailureRecord.Key(login: digest(login.text, in: slug), source: request.source),
            lock: digest(record?.account.username.text ?? login.text, in: slug),
            organization: slug, account: record?.account.username)
        var attempt = Attempt(request: request, work: work(candidate), hash: candidate?.password?.hash, guess: guess)
        attempt.request.proof = nil
        throw .work(attempt)
    }

    private func isExpired(_ password: PasswordRecord) -> Bool {
        guard password.isTemporary, let end = password.expiresAt else { return false }
        return end <= now.timestamp
    }

    mutating func begin(_ attempt: Attempt) {
        let ref = attempt.request.ref
        if let guess = attempt.guess {
            switch decide(guess) {
            case .admit: throttle.begin(guess.key, lock: guess.lock)
            case .wait:
                if !waitingAttempts.append(attempt, guess.key, lock: guess.lock) {
                    refuse(attempt, guess, retryAfterSeconds: 1)
                }
                return
            case .refuse(let seconds): return refuse(attempt, guess, retryAfterSeconds: seconds)
            }
        }
        attempts[ref] = attempt
        actions.append(.work(ref, attempt.work, source: attempt.request.source))
    }

    private mutating func refuse(_ attempt: Attempt, _ guess: Attempt.Guess, retryAfterSeconds seconds: Int64) {
        let refusal = Refusal(.throttled, Broker.throttled, remedy: "wait, or ask a supervisor to unlock the account")
            .with("retryAfterSeconds", .integer(seconds))
        actions.append(.reply(attempt.request.ref, .refused(refusal)))
        guard let unrecorded = admitRecord(guess) else { return }
        // Nobody waits for this one: whether it is written must not be felt.
        let entry = failureEntry("login.throttled", .throttled, guess, attempt.request, unrecorded: unrecorded)
        try? commit(PendingTransaction(changes: [.audit(entry)], locks: []))
    }

    /// How many failures went unrecorded before this one, or nil when this one does too. Each organization has its own
    /// measure, and those that there are not have one together.
    private mutating func admitRecord(_ guess: Attempt.Guess) -> Int64? {
        let slug = organizations[guess.organization] == nil ? nil : guess.organization
        return failureLogs[slug, default: FailureLog()].admit(at: now)
    }

    private func decide(_ guess: Attempt.Guess) -> Throttle.Decision {
        let organization = organizations[guess.organization]
        let known = guess.account.flatMap { organization?.accounts[$0]?.knownSources } ?? []
        let oldest = now.wall - KnownSource.memory * 1_000
        let isKnown = known.contains { $0.source == guess.key.source && $0.lastAt.milliseconds > oldest }
        return throttle.decide(
            guess.key, lock: guess.lock, isKnown: isKnown, passwordPolicy(guess.organization), at: now)
    }

    func passwordPolicy(_ slug: Slug) -> PasswordPolicy {
        organizations[slug]?.policies.password ?? PasswordPolicy()
    }

    mutating func worked(_ ref: RequestRef, _ outcome: PasswordOutcome) {
        guard let attempt = attempts.removeValue(forKey: ref) else { return }
        take(outcome, of: attempt)
        if let guess = attempt.guess {
            wakeAttempts(near: guess)
        }
    }

    private mutating func take(_ outcome: PasswordOutcome, of attempt: Attempt) {
        let ref = attempt.request.ref
        var request = attempt.request
        switch outcome {
        case .abandoned:
            if let guess = attempt.guess { throttle.abandon(guess.key, lock: guess.lock) }
            return actions.append(refuseCancelled(ref))
        case .overloaded(let seconds):
            if let guess = attempt.guess { throttle.abandon(guess.key, lock: guess.lock) }
            let refusal = Refusal(.overloaded, "too many passwords wait to be verified", remedy: "try again shortly")
                .with("retryAfterSeconds", .integer(seconds))
            return actions.append(.reply(ref, .refused(refusal)))
        case .wrong: return fail(attempt)
        case .right(let rehashed):
            guard let hash = attempt.hash else { return fail(attempt) }
            request.proof = .right(hash, rehashed: rehashed)
        case .hashed(let new):
            request.proof = attempt.hash.map { .changed(from: $0, to: new) } ?? .accepted(new)
        case .rejected(let findings): request.proof = .rejected(from: attempt.hash, findings)
        }
        if let guess = attempt.guess { succeed(guess) }
        handle(request)
    }

    /// A wrong password: counted on disk before the answer leaves.
    private mutating func fail(_ attempt: Attempt) {
        guard let guess = attempt.guess else {
            return actions.append(.reply(attempt.request.ref, .refused(Broker.incorrectCredentials)))
        }
        let records = throttle.fail(guess.key, lock: guess.lock, passwordPolicy(guess.organization), at: now)
        var transaction = PendingTransaction(changes: records.map(LedgerChange.failures), locks: [])
        if let unrecorded = admitRecord(guess) {
            transaction.changes.append(
                .audit(
                    failureEntry(
                        "login.failed", .incorrectCredentials, guess, attempt.request, unrecorded: unrecorded)))
        }
        transaction.answer = (attempt.request.ref, .refused(Broker.incorrectCredentials))
        do throws(Halt) {
            try commit(transaction)
        } catch {
            actions.append(.reply(attempt.request.ref, .refused(Broker.storageUnavailable)))
        }
    }

    /// What was typed as login stands here only where it names somebody: people type their password there.
    private func failureEntry(
        _ action: StaticString, _ reason: Reason, _ guess: Attempt.Guess, _ request: Request, unrecorded: Int64
    ) -> AuditEntry {
        var actor = Actor(request.peer.isOperator ? .operator : .peer, uid: request.peer.uid)
        actor.source = request.networkSource
        return AuditEntry(
            at: now.timestamp, organization: organizations[guess.organization] == nil ? nil : guess.organization,
            action: action, actor: actor,
            target: guess.account.map { [("account", .text($0.text))] } ?? [],
            detail: [("reason", .text(reason.rawValue))]
                + (isLocked(guess) ? [("locked", .flag(true))] : [])
                + (unrecorded > 0 ? [("unrecordedBefore", .integer(unrecorded))] : []))
    }

    private func isLocked(_ guess: Attempt.Guess) -> Bool {
        throttle.isLocked(guess.lock, passwordPolicy(guess.organization), at: now)
    }

    /// A login by the kernel's credentials that was refused: no guess, but worth a record.
    mutating func recordRefusedPeer(_ login: SessionRequest, _ request: Request) {
        let account = organizations[login.organization]?.account(login.login)?.account.username
        let key = FailureRecord.Key(login: digest(login.login.text, in: login.organization), source: request.source)
        let guess = Attempt.Guess(
            key: key, lock: key.login, organization: login.organization, account: account)
        guard let unrecorded = admitRecord(guess) else { return }
        let entry = failureEntry("login.failed", .incorrectCredentials, guess, request, unrecorded: unrecorded)
        try? commit(PendingTransaction(changes: [.audit(entry)], locks: []))
    }

    private mutating func succeed(_ guess: Attempt.Guess) {
        var changes = throttle.succeed(guess.key, lock: guess.lock, at: now).map(LedgerChange.failures)
        if let account = guess.account, let known = newlyKnown(guess.key.source, account, guess.organization) {
            changes.append(.knownSource(guess.organization, account, known))
        }
        // Worth nothing to anybody but the next attempt: the login itself does not wait for it.
        if !changes.isEmpty { try? commit(PendingTransaction(changes: changes, locks: [])) }
    }

    private func newlyKnown(_ source: String, _ account: Username, _ slug: Slug) -> KnownSource? {
        let known = organizations[slug]?.accounts[account]?.knownSources ?? []
        let fresh = now.wall - KnownSource.freshness * 1_000
        guard !known.contains(where: { $0.source == source && $0.lastAt.milliseconds > fresh }) else { return nil }
        return KnownSource(source: source, lastAt: now.timestamp)
    }

    /// Attempts that waited for one like this are looked at again, in the order of their coming.
    private mutating func wakeAttempts(near guess: Attempt.Guess) {
        for key in waitingAttempts.keys(near: guess.key, lock: guess.lock) {
            while let guess = waitingAttempts.first(key)?.guess {
                switch decide(guess) {
                case .wait: break
                case .admit:
                    // Meanwhile the account may have another password: from the beginning.
                    if let attempt = waitingAttempts.popFirst(key) { handle(attempt.request) }
                    continue
                case .refuse(let seconds):
                    for attempt in waitingAttempts.popAll(key) { refuse(attempt, guess, retryAfterSeconds: seconds) }
                }
                break
            }
        }
    }

    /// Forgets failures that are long past, in memory and on disk.
    mutating func forgetFailures() {
        guard isLedgerAvailable, now.boot >= nextFailureForgetting else { return }
        nextFailureForgetting = now.boot + 60_000
        guard throttle.expire(at: now) else { return }
        let before = Timestamp(milliseconds: now.wall - Throttle.memory * 1_000)
        try? commit(PendingTransaction(changes: [.failuresForgotten(before)], locks: []))
    }
}
