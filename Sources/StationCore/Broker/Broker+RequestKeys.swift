import StationProtocol

/// The same change asked for twice under one key is done once (DESIGN §5).
extension Broker {
    /// The earlier use of a key, if it was the same request.
    ///
    /// - Throws: ``Halt`` with `request_key_reused`, `overloaded`, or a wait for the first use's outcome.
    func earlierUse(of key: RequestKey?, by request: Request) throws(Halt) -> RequestKeyRecord? {
        guard let key, let fingerprint = request.fingerprint else { return nil }
        let name = RequestKeyRecord.Name(uid: request.peer.uid, key: key)
        try requireUnlocked(.requestKey(name))
        guard let record = requestKeys[name], record.at >= forgottenBefore else {
            guard requestKeys.count(of: name.uid) < settings.limits.requestKeysPerUser else {
                throw .refuse(
                    Refusal(.overloaded, "uid \(name.uid) has used too many request keys in the last ten minutes")
                        .with("retryAfterSeconds", 60))
            }
            return nil
        }
        guard record.fingerprint == fingerprint else {
            throw .refuse(
                .requestKeyReused, "this request key was used for a request with other params",
                remedy: "use a new key for each new request")
        }
        return record
    }

    /// Gives a change out under its key: done before, it is answered as then; else done now.
    ///
    /// - Parameters:
    ///   - result: what is kept under the key, without secrets.
    ///   - reply: what is answered, where that is more than the result.
    mutating func commit(
        _ changes: [LedgerChange], locks: [Lock], key: RequestKey?, of request: Request, result: any WireObject,
        events: [Event] = [], reply: Reply? = nil
    ) throws(Halt) {
        var transaction = PendingTransaction(changes: changes, locks: locks)
        transaction.answer = (request.ref, reply ?? .result(result))
        transaction.events = events
        if let key, let fingerprint = request.fingerprint {
            let name = RequestKeyRecord.Name(uid: request.peer.uid, key: key)
            var writer = JSONWriter()
            result.write(to: &writer)
            let record = RequestKeyRecord(
                name: name, fingerprint: fingerprint, session: nil, result: writer.text, at: now.timestamp)
            transaction.changes.append(.requestKey(record))
            transaction.locks.append(.requestKey(name))
        }
        try commit(transaction)
    }

    /// Answers a repeated change as it was answered then. True when it was one.
    mutating func answerRepeated(_ key: RequestKey?, _ request: Request) throws(Halt) -> Bool {
        guard let record = try earlierUse(of: key, by: request), let result = record.result else { return false }
        actions.append(.reply(request.ref, .repeated(result)))
        return true
    }

    private var forgottenBefore: Timestamp {
        Timestamp(milliseconds: now.wall - Limits.requestKeySeconds * 1_000)
    }

    /// Forgets what is older than ten minutes, ten seconds' worth at a time, on disk and in memory.
    mutating func forgetRequestKeys() {
        guard isLedgerAvailable, now.boot >= nextForgetting else { return }
        nextForgetting = now.boot + 10_000
        guard let oldest = requestKeys.oldest, oldest < forgottenBefore else { return }
        let transaction = PendingTransaction(changes: [.requestKeysForgotten(forgottenBefore)], locks: [])
        try? commit(transaction)
    }
}
