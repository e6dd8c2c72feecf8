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

    private struct Entry {
        var failures = 0
        /// Of the last failure, in milliseconds of the boot clock.
        var last: Int64 = 0
        var inFlight = 0
    }

    /// What several entries have in common: a login, or a source.
    private struct Shared {
        var failures = 0
        var last: Int64 = 0
        var inFlight = 0
        /// The sources of a login, or the number of logins of a source, that have failures.
        var sources: Set<String> = []
        var failing = 0

        var isEmpty: Bool { failures == 0 && inFlight == 0 && failing == 0 }
    }

    /// What counts towards a hard lock.
    private struct Lock {
        /// Failures since the last success or the last lock.
        var failures = 0
        var last: Int64 = 0
        var inFlight = 0
    }

    private var entries: [Key: Entry] = [:]
    private var logins: [Digest: Shared] = [:]
    private var locks: [Digest: Lock] = [:]
    private var sources: [String: Shared] = [:]
    private var expiries = DeadlineQueue<Key>()

    var count: Int { entries.count }

    // MARK: Attempts

    /// - Parameters:
    ///   - lock: what a hard lock counts under.
    ///   - isKnown: whether this login succeeded from this source before.
    ///   - policy: the organization's, for the hard lock where it has one.
    func decide(
        _ key: Key, lock: Digest, isKnown: Bool, _ policy: PasswordPolicy, at now: Moment
    ) -> Decision {
        let (entry, login, source) = (entries[key], logins[key.login], sources[key.source])
        var decisions = [
            Throttle.decide(
                entry?.failures ?? 0, entry?.inFlight ?? 0, free: Throttle.freeFailures, last: entry?.last ?? 0,
                longest: Throttle.longestDelay, now)
        ]
        if policy.lockAfterFailures > 0, let lock = locks[lock] {
            decisions.append(Throttle.decide(lock, policy, now))
        }
        if !isKnown {
            decisions.append(
                Throttle.decide(
                    login?.failures ?? 0, login?.inFlight ?? 0, free: Throttle.freeFailuresOfLogin,
                    last: login?.last ?? 0, longest: Throttle.longestSharedDelay, now))
            decisions.append(
                Throttle.decide(
                    source?.failing ?? 0, source?.inFlight ?? 0, free: Throttle.freeFailingLogins,
                    last: source?.last ?? 0, longest: Throttle.longestSharedDelay, now))
        }
        return decisions.max { Throttle.weight($0) < Throttle.weight($1) } ?? .admit
    }

    private static func weight(_ decision: Decision) -> Int64 {
        switch decision {
        case .admit: 0
        case .wait: 1
        case .refuse(let seconds): 1 + seconds
        }
    }

    private static func decide(
        _ failures: Int, _ inFlight: Int, free: Int, last: Int64, longest: Int64, _ now: Moment
    ) -> Decision {
        guard failures + inFlight >= free else { return .admit }
        guard failures >= free else { return .wait }
        let due = last + delay(failures - free, longest: longest) * 1_000
        if now.boot < due { return .refuse(retryAfterSeconds: (due - now.boot + 999) / 1_000) }
        return inFlight > 0 ? .wait : .admit
    }

    /// 1, 2, 4, … seconds, `longest` at most.
    static func delay(_ beyond: Int, longest: Int64) -> Int64 {
        beyond >= 16 ? longest : min(longest, 1 << Int64(beyond))
    }

    private static func decide(_ lock: Lock, _ policy: PasswordPolicy, _ now: Moment) -> Decision {
        if let until = end(of: lock, policy), now.boot < until {
            return .refuse(retryAfterSeconds: (until - now.boot + 999) / 1_000)
        }
        let failures = lock.failures >= policy.lockAfterFailures ? 0 : lock.failures
        return failures + lock.inFlight >= policy.lockAfterFailures ? .wait : .admit
    }

    private static func end(of lock: Lock, _ policy: PasswordPolicy) -> Int64? {
        guard policy.lockAfterFailures > 0, lock.failures >= policy.lockAfterFailures else { return nil }
        return lock.last + policy.lockSeconds * 1_000
    }

    func isLocked(_ lock: Digest, _ policy: PasswordPolicy, at now: Moment) -> Bool {
        locks[lock].flatMap { Throttle.end(of: $0, policy) }.map { now.boot < $0 } ?? false
    }

    mutating func begin(_ key: Key, lock: Digest) {
        locks[lock, default: Lock()].inFlight += 1
        entries[key, default: Entry()].inFlight += 1
        logins[key.login, default: Shared()].inFlight += 1
        sources[key.source, default: Shared()].inFlight += 1
    }

    /// An attempt has ended, however.
    private mutating func end(_ key: Key, _ lock: Digest) {
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
    private func lockRecord(_ lock: Digest, at now: Moment) -> FailureRecord {
        FailureRecord(
            key: Key(login: lock, source: Throttle.everywhere), failures: Int64(locks[lock]?.failures ?? 0),
            lastAt: now.timestamp)
    }

    private static let everywhere = ""

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
    private mutating func set(_ key: Key, failures: Int, last: Int64, added: Int) -> Key? {
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

    /// Who fails and succeeds in turn leaves more and more in the queue that means nothing.
    private mutating func queueAgain() {
        expiries = DeadlineQueue()
        let failed = entries.filter { $0.value.failures > 0 }
        // In an order that does not depend on hashing: the same inputs give the same actions.
        for (key, entry) in failed.sorted(by: { ($0.value.last, $0.key.source) < ($1.value.last, $1.key.source) }) {
            expiries.insert(key, due: entry.last + Throttle.memory * 1_000)
        }
    }

    // MARK: Forgetting

    private mutating func forget(_ key: Key) {
        guard let entry = entries[key], entry.failures > 0 else { return }
        entries[key]?.failures = 0
        logins[key.login]?.failures -= entry.failures
        logins[key.login]?.sources.remove(key.source)
        sources[key.source]?.failing -= 1
    }

    /// Drops what says nothing any more.
    private mutating func tidy(_ key: Key) {
        if let entry = entries[key], entry.failures == 0, entry.inFlight == 0 { entries[key] = nil }
        if logins[key.login]?.isEmpty == true { logins[key.login] = nil }
        if sources[key.source]?.isEmpty == true { sources[key.source] = nil }
    }

    private mutating func tidy(_ lock: Digest) {
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
    private mutating func makeRoom() -> Key? {
        while let key = expiries.pop(at: .max) {
            guard let entry = entries[key], entry.failures > 0 else { continue }
            let due = entry.last + Throttle.memory * 1_000
            if let next = expiries.nextDue, due > next {
                expiries.insert(key, due: due)
                continue
            }
            forget(key)
            tidy(key)
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

    // MARK: Showing

    /// What supervisors are shown of an account that is known by these logins; nil where nothing failed.
    func report(_ digests: [Digest], _ policy: PasswordPolicy, at now: Moment) -> AccountThrottle? {
        let found = digests.compactMap { digest in logins[digest].map { (digest, $0) } }.filter { $0.1.failures > 0 }
        let lockEnds = digests.compactMap { locks[$0].flatMap { Throttle.end(of: $0, policy) } }.filter {
            $0 > now.boot
        }
        guard !found.isEmpty || !lockEnds.isEmpty else { return nil }
        var report = AccountThrottle()
        report.lockedUntil = lockEnds.max().map(now.timestamp(atBoot:))
        var sources: Set<String> = []
        for (digest, login) in found {
            report.failures += Int64(login.failures)
            sources.formUnion(login.sources)
            let last = now.timestamp(atBoot: login.last)
            report.lastFailureAt = max(report.lastFailureAt ?? last, last)
            for source in login.sources {
                guard let entry = entries[Key(login: digest, source: source)],
                    entry.failures >= Throttle.freeFailures
                else { continue }
                let beyond = entry.failures - Throttle.freeFailures
                let end = entry.last + Throttle.delay(beyond, longest: Throttle.longestDelay) * 1_000
                guard end > now.boot else { continue }
                let until = now.timestamp(atBoot: end)
                report.delayedUntil = max(report.delayedUntil ?? until, until)
            }
        }
        report.sources = Int64(sources.count)
        return report
    }
}
