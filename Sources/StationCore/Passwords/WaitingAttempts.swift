import StationProtocol

/// Attempts that wait for the outcome of others: of the same login from the same source, or of those that share one of the
/// two. Kept by what they count under, so that an outcome looks only at those whom it concerns.
struct WaitingAttempts: Sendable {
    typealias Key = FailureRecord.Key

    /// Attempts of one login from one source that wait at most.
    static let perKey = 64
    /// Attempts from one source that wait at most: a whole shift behind one address.
    static let perSource = 1_024

    /// In the order of their coming.
    private var attempts: [Key: [Attempt]] = [:]
    /// By login as typed, and by what a hard lock counts under.
    private var logins: [Digest: [Key]] = [:]
    private var locks: [Key: Digest] = [:]
    private var sources: [String: [Key]] = [:]
    private var counts: [String: Int] = [:]

    /// - Returns: whether there was room.
    mutating func append(_ attempt: Attempt, _ key: Key, lock: Digest) -> Bool {
        let own = attempts[key]?.count ?? 0
        guard own < WaitingAttempts.perKey, (counts[key.source] ?? 0) < WaitingAttempts.perSource else { return false }
        if own == 0 {
            logins[key.login, default: []].append(key)
            if lock != key.login {
                locks[key] = lock
                logins[lock, default: []].append(key)
            }
            sources[key.source, default: []].append(key)
        }
        attempts[key, default: []].append(attempt)
        counts[key.source, default: 0] += 1
        return true
    }

    /// Those that an outcome may concern: the same login, the same account, or the same source; each once.
    func keys(near key: Key, lock: Digest) -> [Key] {
        var seen: Set<Key> = []
        let ofLogin = (logins[key.login] ?? []) + (lock == key.login ? [] : logins[lock] ?? [])
        return (ofLogin + (sources[key.source] ?? [])).filter { seen.insert($0).inserted }
    }

    /// One attempt that waits under a key, to be asked about; all under one key are decided alike.
    func first(_ key: Key) -> Attempt? { attempts[key]?.first }

    mutating func popFirst(_ key: Key) -> Attempt? {
        guard var waiting = attempts[key] else { return nil }
        let attempt = waiting.removeFirst()
        set(waiting, key, removed: 1)
        return attempt
    }

    mutating func popAll(_ key: Key) -> [Attempt] {
        let waiting = attempts[key] ?? []
        set([], key, removed: waiting.count)
        return waiting
    }

    /// - Returns: whether the request was waiting.
    mutating func remove(_ ref: RequestRef) -> Bool {
        for (key, waiting) in attempts {
            guard let index = waiting.firstIndex(where: { $0.request.ref == ref }) else { continue }
            var rest = waiting
            rest.remove(at: index)
            set(rest, key, removed: 1)
            return true
        }
        return false
    }

    mutating func removeAll(of connection: ConnectionID) {
        for (key, waiting) in attempts {
            let rest = waiting.filter { $0.request.ref.connection != connection }
            if rest.count < waiting.count { set(rest, key, removed: waiting.count - rest.count) }
        }
    }

    private mutating func set(_ waiting: [Attempt], _ key: Key, removed: Int) {
        attempts[key] = waiting.isEmpty ? nil : waiting
        let left = (counts[key.source] ?? 0) - removed
        counts[key.source] = left > 0 ? left : nil
        guard waiting.isEmpty else { return }
        for login in [key.login, locks.removeValue(forKey: key)].compactMap(\.self) {
            logins[login]?.removeAll { $0 == key }
            if logins[login]?.isEmpty == true { logins[login] = nil }
        }
        sources[key.source]?.removeAll { $0 == key }
        if sources[key.source]?.isEmpty == true { sources[key.source] = nil }
    }
}
