import StationProtocol

/// All that is known of a holder, and what it amounts to. Deadlines are in milliseconds of the boot clock.
struct HolderEvidence: Sendable {
    /// The connection the session is attached to.
    var connection: ConnectionID?
    var detachedAt: Moment?
    /// When a detached holder can no longer come back.
    var graceEnds: Int64?
    /// When a session with a lease has run out.
    var leaseEnds: Int64?
    /// When a session that lasts only so long has come to its end.
    var limitEnds: Int64?
    /// When an end that waits does not wait any longer.
    var endingDue: (boot: Int64, reason: EndReason)?
    /// nil: nobody watches a process for this session.
    var processIsRunning: Bool?
    var osSession: OSSessionEvidence?

    struct Finding: Equatable {
        var verdict: Verdict
        /// Where it is dead: of what.
        var reason: EndReason?
    }

    func finding(at now: Moment) -> Finding {
        if processIsRunning == false { return Finding(verdict: .dead, reason: .processExited) }
        if osSession == .ended { return Finding(verdict: .dead, reason: .osSessionEnded) }
        if let endingDue, now.boot >= endingDue.boot { return Finding(verdict: .dead, reason: endingDue.reason) }
        if let limitEnds, now.boot >= limitEnds { return Finding(verdict: .dead, reason: .sessionLimit) }
        if let leaseEnds, now.boot >= leaseEnds { return Finding(verdict: .dead, reason: .leaseExpired) }
        if let graceEnds, now.boot >= graceEnds, processIsRunning != true {
            return Finding(verdict: .dead, reason: .connectionLost)
        }
        let isSuspect = graceEnds != nil || osSession == .idle
        return Finding(verdict: isSuspect ? .suspect : .live, reason: nil)
    }

    /// When the session ends by itself whatever its holder's connection does, unless it is renewed.
    var timeEnds: Int64? { [leaseEnds, limitEnds].compactMap { $0 }.min() }

    /// When time alone can next change the finding.
    var nextDeadline: Int64? {
        [leaseEnds, graceEnds, limitEnds, endingDue?.boot].compactMap { $0 }.min()
    }
}
