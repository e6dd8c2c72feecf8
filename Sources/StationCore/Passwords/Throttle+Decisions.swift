import StationProtocol

/// Whether an attempt may be made now.
extension Throttle {
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

    static func weight(_ decision: Decision) -> Int64 {
        switch decision {
        case .admit: 0
        case .wait: 1
        case .refuse(let seconds): 1 + seconds
        }
    }

    static func decide(
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

    static func decide(_ lock: Lock, _ policy: PasswordPolicy, _ now: Moment) -> Decision {
        if let until = end(of: lock, policy), now.boot < until {
            return .refuse(retryAfterSeconds: (until - now.boot + 999) / 1_000)
        }
        let failures = lock.failures >= policy.lockAfterFailures ? 0 : lock.failures
        return failures + lock.inFlight >= policy.lockAfterFailures ? .wait : .admit
    }

    static func end(of lock: Lock, _ policy: PasswordPolicy) -> Int64? {
        guard policy.lockAfterFailures > 0, lock.failures >= policy.lockAfterFailures else { return nil }
        return lock.last + policy.lockSeconds * 1_000
    }

    func isLocked(_ lock: Digest, _ policy: PasswordPolicy, at now: Moment) -> Bool {
        locks[lock].flatMap { Throttle.end(of: $0, policy) }.map { now.boot < $0 } ?? false
    }
}
