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
    var hasProcessExited = false
    /// nil: nothing is known of an OS session.
    var osSession: OSSessionEvidence?
    /// Since when nobody has touched the OS session, on the boot clock: reckoned when that was learnt, so that a wall clock
    /// which is set later makes nobody idle.
    var osIdleSince: Int64?
    /// Whoever opened the session named a process that it lives with, or an OS session.
    var namesProcess = false
    var namesOSSession = false
    /// The session is of a boot of the host that is over.
    var isOfEarlierBoot = false
    /// Milliseconds without a touch after which an OS session is taken for left; nil: however long.
    var idleLimit: Int64?

    struct Finding: Equatable {
        var verdict: Verdict
        /// Where it is dead: of what.
        var reason: EndReason?
    }

    func finding(at now: Moment) -> Finding {
        if isOfEarlierBoot { return Finding(verdict: .dead, reason: .hostRestarted) }
        if hasProcessExited { return Finding(verdict: .dead, reason: .processExited) }
        if osSession == .ended { return Finding(verdict: .dead, reason: .osSessionEnded) }
        if let endingDue, now.boot >= endingDue.boot { return Finding(verdict: .dead, reason: endingDue.reason) }
        if let limitEnds, now.boot >= limitEnds { return Finding(verdict: .dead, reason: .sessionLimit) }
        if let leaseEnds, now.boot >= leaseEnds, !isHeld { return Finding(verdict: .dead, reason: .leaseExpired) }
        if let graceEnds, now.boot >= graceEnds { return Finding(verdict: .dead, reason: .connectionLost) }
        return Finding(verdict: detachedAt != nil || isLeft(at: now) ? .suspect : .live, reason: nil)
    }

    /// Whether what the session was said to live with is known to be there: then nobody need renew its lease (DESIGN §5).
    var isHeld: Bool {
        (namesProcess && !hasProcessExited) || (namesOSSession && osSession != nil && osSession != .ended)
    }

    /// Whether the OS session says that nobody sits there any more.
    func isLeft(at now: Moment) -> Bool {
        if osSession == .disconnected { return true }
        guard let idleLimit, let since = osIdleSince else { return false }
        return now.boot - since >= idleLimit
    }

    /// When the session ends by itself whatever its holder's connection does, unless it is renewed.
    var timeEnds: Int64? { [leaseEnds, limitEnds].compactMap { $0 }.min() }

    /// When the session ends by itself if nothing changes.
    var ends: Int64? { [leaseEnds, graceEnds, limitEnds, endingDue?.boot].compactMap { $0 }.min() }

    /// When time alone can next change the finding.
    func nextDeadline(at now: Moment) -> Int64? {
        var next = ends
        if let idleLimit, let since = osIdleSince, now.boot - since < idleLimit {
            next = min(next ?? .max, since + idleLimit)
        }
        return next
    }
}
