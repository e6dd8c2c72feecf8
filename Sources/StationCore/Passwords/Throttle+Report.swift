import StationProtocol

extension Throttle {
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
