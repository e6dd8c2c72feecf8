import StationProtocol

/// How failures are forgotten: by success, by age, by hand, for room; and how they are taken in from the ledger.
extension Throttle {
    mutating func forget(_ key: Key) {
        guard let entry = entries[key], entry.failures > 0 else { return }
        entries[key]?.failures = 0
        logins[key.login]?.failures -= entry.failures
        logins[key.login]?.sources.remove(key.source)
        sources[key.source]?.failing -= 1
    }

    /// Drops what says nothing any more.
    mutating func tidy(_ key: Key) {
        if let entry = entries[key], entry.failures == 0, entry.inFlight == 0 { entries[key] = nil }
        if logins[key.login]?.isEmpty == true { logins[key.login] = nil }
        if sources[key.source]?.isEmpty == true { sources[key.source] = nil }
    }

    mutating func tidy(_ lock: Digest) {
        if let count = locks[lock], count.failures == 0, count.inFlight == 0 { locks[lock] = nil }
    }

    /// Forgets what is older than ``memory``.
    ///
    /// - Returns: whether there was anything.
    mutating func expire(at now: Moment) -> Bool {
        var found = false
        while let key = expiries.pop(at: now.boot) {
            guard let entry = entries[key], entry.failures > 0 else { continue }
            let due = entry.last + Throttle.memory * 1_000
            guard due <= now.boot else {
                expiries.insert(key, due: due)
                continue
            }
            forget(key)
            tidy(key)
            found = true
        }
        // There are no more of these than logins that failed under an organization that locks.
        let old = now.boot - Throttle.memory * 1_000
        locks = locks.filter { $0.value.inFlight > 0 || $0.value.last > old }
        return found
    }

    /// Forgets the entry whose failure is the oldest.
    mutating func makeRoom() -> Key? {
        while let key = expiries.pop(at: .max) {
            guard let entry = entries[key], entry.failures > 0 else { continue }
            let due = entry.last + Throttle.memory * 1_000
            if let next = expiries.nextDue, due > next {
                expiries.insert(key, due: due)
                continue
            }
            forget(key)
            tidy(key)
            // What counts towards a lock is bounded with it.
            if logins[key.login] == nil, locks[key.login]?.inFlight == 0 { locks[key.login] = nil }
            return key
        }
        return nil
    }

    /// What is to be written down for all failures of a login, from every source, to be forgotten.
    func unlocking(_ login: Digest, at now: Moment) -> [FailureRecord] {
        let sources = logins[login]?.sources.sorted() ?? []
        return (sources + (locks[login] == nil ? [] : [Throttle.everywhere])).map {
            FailureRecord(key: Key(login: login, source: $0), failures: 0, lastAt: now.timestamp)
        }
    }

    /// Forgets all failures of a login, from every source.
    mutating func unlock(_ login: Digest) {
        locks[login]?.failures = 0
        tidy(login)
        for source in logins[login]?.sources ?? [] {
            let key = Key(login: login, source: source)
            forget(key)
            tidy(key)
        }
    }

    /// Takes in what the ledger held.
    mutating func load(_ record: FailureRecord, at now: Moment) {
        // The wall clock may have been set meanwhile: no failure is from the future.
        let age = max(0, now.wall - record.lastAt.milliseconds)
        guard age < Throttle.memory * 1_000, record.failures > 0 else { return }
        if record.key.source == Throttle.everywhere {
            locks[record.key.login] = Lock(failures: Int(record.failures), last: now.boot - age)
            return
        }
        set(record.key, failures: Int(record.failures), last: now.boot - age, added: Int(record.failures))
    }

    /// Who fails and succeeds in turn leaves more and more in the queue that means nothing.
    mutating func queueAgain() {
        expiries = DeadlineQueue()
        let failed = entries.filter { $0.value.failures > 0 }
        // In an order that does not depend on hashing: the same inputs give the same actions.
        for (key, entry) in failed.sorted(by: { ($0.value.last, $0.key.source) < ($1.value.last, $1.key.source) }) {
            expiries.insert(key, due: entry.last + Throttle.memory * 1_000)
        }
    }
}
