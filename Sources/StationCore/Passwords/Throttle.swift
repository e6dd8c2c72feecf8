import StationProtocol

/// Slows guessing down without letting anybody lock somebody else out (DESIGN §3, invariant 7).
///
/// Counts by what was typed and from where, whether the login exists or not. An attempt is counted while it is on its way
/// too: what is sent at once does not outrun the count, it waits for the outcome of those before it.
struct Throttle: Sendable {
    typealias Key = FailureRecord.Key

    /// Failures of one login from one source that nothing is done about: people mistype.
    static let freeFailures = 5
    /// Failures of one login from all sources together, after which sources it never came from are slowed down.
    static let freeFailuresOfLogin = 50
    /// Logins that failed from one source and did not succeed from there since, after which those that never succeeded
    /// from there are slowed down. A shift of hundreds behind one address has fewer; a spray has more.
    static let freeFailingLogins = 50
    /// Seconds that the next attempt has to wait at most: of one login from one source, and of those that share a login
    /// or a source with others.
    static let longestDelay: Int64 = 900
    static let longestSharedDelay: Int64 = 60
    /// Seconds after the last failure in which failures are remembered.
    static let memory: Int64 = 86_400
    /// Pairs of login and source that are remembered; the oldest go first.
    static let capacity = 65_536

    enum Decision: Equatable {
        case admit
        /// The outcome of attempts on their way decides.
        case wait
        case refuse(retryAfterSeconds: Int64)
    }

    struct Entry {
        var failures = 0
        /// Of the last failure, in milliseconds of the boot clock.
        var last: Int64 = 0
        var inFlight = 0
    }

    /// What several entries have in common: a login, or a source.
    struct Shared {
        var failures = 0
        var last: Int64 = 0
        var inFlight = 0
        /// The sources of a login, or the number of logins of a source, that have failures.
        var sources: Set<String> = []
        var failing = 0

        var isEmpty: Bool { failures == 0 && inFlight == 0 && failing == 0 }
    }

    /// What counts towards a hard lock.
    struct Lock {
        /// Failures since the last success or the last lock.
        var failures = 0
        var last: Int64 = 0
        var inFlight = 0
    }

    var entries: [Key: Entry] = [:]
    var logins: [Digest: Shared] = [:]
    var locks: [Digest: Lock] = [:]
    var sources: [String: Shared] = [:]
    var expiries = DeadlineQueue<Key>()

    var count: Int { entries.count }

    // MARK: Attempts

    mutating func begin(_ key: Key, lock: Digest) {
        locks[lock, default: Lock()].inFlight += 1
        entries[key, default: Entry()].inFlight += 1
        logins[key.login, default: Shared()].inFlight += 1
        sources[key.source, default: Shared()].inFlight += 1
    }

    /// An attempt has ended, however.
    mutating func end(_ key: Key, _ lock: Digest) {
        locks[lock]?.inFlight -= 1
        entries[key]?.inFlight -= 1
        logins[key.login]?.inFlight -= 1
        sources[key.source]?.inFlight -= 1
    }

    /// An attempt came to nothing: it counts neither way.
    mutating func abandon(_ key: Key, lock: Digest) {
        end(key, lock)
        tidy(key)
        tidy(lock)
    }

    /// - Returns: what is to be written down.
    mutating func fail(_ key: Key, lock: Digest, _ policy: PasswordPolicy, at now: Moment) -> [FailureRecord] {
        end(key, lock)
        let failures = (entries[key]?.failures ?? 0) + 1
        let evicted = set(key, failures: failures, last: now.boot, added: 1)
        var records = [FailureRecord(key: key, failures: Int64(failures), lastAt: now.timestamp)]
        if policy.lockAfterFailures > 0 {
            let before = locks[lock]?.failures ?? 0
            locks[lock]?.failures = before >= policy.lockAfterFailures ? 1 : before + 1
            locks[lock]?.last = now.boot
            records.append(lockRecord(lock, at: now))
        } else {
            tidy(lock)
        }
        if let evicted { records.append(FailureRecord(key: evicted, failures: 0, lastAt: now.timestamp)) }
        return records
    }

    /// What counts towards a lock is written down under no source.
    func lockRecord(_ lock: Digest, at now: Moment) -> FailureRecord {
        FailureRecord(
            key: Key(login: lock, source: Throttle.everywhere), failures: Int64(locks[lock]?.failures ?? 0),
            lastAt: now.timestamp)
    }

    static let everywhere = ""

    /// - Returns: what is to be written down, where anything is.
    mutating func succeed(_ key: Key, lock: Digest, at now: Moment) -> [FailureRecord] {
        end(key, lock)
        var records: [FailureRecord] = []
        if let count = locks[lock], count.failures > 0 {
            locks[lock]?.failures = 0
            records.append(lockRecord(lock, at: now))
        }
        defer {
            tidy(key)
            tidy(lock)
        }
        guard let entry = entries[key], entry.failures > 0 else { return records }
        forget(key)
        return records + [FailureRecord(key: key, failures: 0, lastAt: now.timestamp)]
    }

    /// - Returns: what had to go for it.
    @discardableResult
    mutating func set(_ key: Key, failures: Int, last: Int64, added: Int) -> Key? {
        let isNew = (entries[key]?.failures ?? 0) == 0
        entries[key, default: Entry()].failures = failures
        entries[key]?.last = last
        logins[key.login, default: Shared()].failures += added
        let lastOfLogin = logins[key.login]?.last ?? last
        logins[key.login]?.last = max(lastOfLogin, last)
        logins[key.login]?.sources.insert(key.source)
        let lastOfSource = sources[key.source]?.last ?? last
        sources[key.source, default: Shared()].last = max(lastOfSource, last)
        guard isNew else { return nil }
        sources[key.source]?.failing += 1
        expiries.insert(key, due: last + Throttle.memory * 1_000)
        if expiries.count > 2 * entries.count + 1_024 { queueAgain() }
        return entries.count > Throttle.capacity ? makeRoom() : nil
    }
}
