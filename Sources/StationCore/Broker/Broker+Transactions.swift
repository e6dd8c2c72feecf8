import StationProtocol

/// The way of a change: decided, on its way to the disk, applied or dropped.
extension Broker {
    /// - Throws: ``Halt/wait(_:)`` when something else is about to change it.
    func requireUnlocked(_ lock: Lock) throws(Halt) {
        if let holder = locks[lock] { throw .wait(holder) }
    }

    /// The organization as it stands, when nothing about it is about to change.
    func settled(_ slug: Slug) throws(Halt) -> OrganizationState {
        try requireUnlocked(.administration(slug))
        guard let organization = organizations[slug] else {
            throw .refuse(
                .notFound, "there is no organization \"\(slug)\"",
                remedy: "look at its spelling, or ask an administrator")
        }
        return organization
    }

    /// Gives a change out to be committed; its reply leaves when it is on disk.
    ///
    /// - Throws: ``Halt`` when a lock is taken or the ledger cannot be written; nothing has changed then.
    mutating func commit(_ transaction: PendingTransaction) throws(Halt) {
        for lock in transaction.locks { try requireUnlocked(lock) }
        guard isLedgerAvailable else { throw .refuse(Broker.storageUnavailable) }
        lastTransaction += 1
        let id = TransactionID(lastTransaction)
        for lock in transaction.locks { setLock(lock, id) }
        if let slug = transaction.opening { organizations[slug]?.openings += transaction.openings }
        if let connection = transaction.answer?.ref.connection { connections[connection]?.lastChange = id }
        actions.append(.commit(id, transaction.changes))
        pending[id] = transaction
    }

    static let storageUnavailable = Refusal(
        .storageUnavailable, "the change could not be written to disk and was not made",
        remedy: "try again; if it goes on, an operator should look at the disk: stationctl status")

    mutating func committed(_ id: TransactionID) {
        guard let transaction = pending.removeValue(forKey: id) else { return }
        settle(transaction)
        for change in transaction.changes { apply(change, of: transaction) }
        if let hold = transaction.usedHold { release(hold, publishing: false) }
        if let (session, connection) = transaction.attach { attach(session, to: connection) }
        if let answer = transaction.answer {
            actions.append(.reply(answer.ref, answer.reply))
        }
        if let (ref, question) = transaction.question { actions.append(.serve(ref, question)) }
        for event in transaction.events {
            publish(event.type, event.organization, event.payload, attached: event.attached)
        }
        serve(after: id)
    }

    /// Those who waited go before those who came while this was on its way.
    private mutating func serve(after id: TransactionID) {
        if let slugs = stalled.removeValue(forKey: id) { freed.formUnion(slugs) }
        decideResumed()
        serveWaiting()
        wake(id)
    }

    private mutating func settle(_ transaction: PendingTransaction) {
        for lock in transaction.locks {
            setLock(lock, nil)
            // A login that waits may have waited for the outcome.
            if case .station(let slug, _) = lock { freed.insert(slug) }
        }
        if let slug = transaction.opening { organizations[slug]?.openings -= transaction.openings }
    }

    mutating func failed(_ id: TransactionID) {
        guard let transaction = pending.removeValue(forKey: id) else { return }
        settle(transaction)
        if let ref = transaction.answer?.ref ?? transaction.question?.ref {
            actions.append(.reply(ref, .refused(Broker.storageUnavailable)))
        } else {
            retryEnds(in: transaction)
        }
        serve(after: id)
    }

    /// What the broker itself wanted to end still has to.
    private mutating func retryEnds(in transaction: PendingTransaction) {
        for change in transaction.changes {
            switch change {
            case .sessionEnded(let id, _), .sessionEnding(let id, _): watch(id, due: now.boot + 1_000)
            default: break
            }
        }
    }

    private mutating func wake(_ id: TransactionID) {
        guard let waiting = parked.removeValue(forKey: id) else { return }
        for request in waiting { handle(request) }
    }

    private mutating func setLock(_ lock: Lock, _ id: TransactionID?) {
        locks[lock] = id
        if case .station(let slug, let station) = lock { refresh(station, in: slug) }
    }

    mutating func cancel(_ ref: RequestRef) {
        if attempts[ref] != nil { return actions.append(.withdraw(ref)) }
        if withdrawAsk(ref) || withdrawWaiting(ref) || waitingAttempts.remove(ref) {
            return actions.append(refuseCancelled(ref))
        }
        for (id, requests) in parked {
            guard let index = requests.firstIndex(where: { $0.ref == ref }) else { continue }
            parked[id]?.remove(at: index)
            return actions.append(refuseCancelled(ref))
        }
    }

    /// The daemon stops: whoever waits for somebody else's doing is let go.
    mutating func refuseWaiting() {
        isStopping = true
        let refs = asks.values.map(\.request.ref) + waiting.values.joined().map(\.request.ref)
        for ref in refs.sorted(by: { ($0.connection.rawValue, $0.serial) < ($1.connection.rawValue, $1.serial) }) {
            cancel(ref)
        }
    }

    func refuseCancelled(_ ref: RequestRef) -> Action {
        .reply(ref, .refused(Refusal(.cancelled, "the request was cancelled before anything was done")))
    }
}
