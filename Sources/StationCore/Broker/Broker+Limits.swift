import StationProtocol

/// How long sessions may last, and how many there may be.
extension Broker {
    /// A jump of the wall clock by more than this many milliseconds has daily logouts reckoned anew.
    private static let clockJump: Int64 = 2_000

    /// The one place that decides how many work sessions an organization may have (its licences): those on their way to
    /// the disk count, one that ends with this very login does not.
    ///
    /// - Throws: ``Halt`` with `session_limit_reached`.
    func requireLicence(_ slug: Slug, ending: Int) throws(Halt) {
        guard let organization = organizations[slug], organization.policies.limits.sessionsMaximum > 0 else { return }
        let most = organization.policies.limits.sessionsMaximum
        guard Int64(organization.workSessions + organization.openings - ending) >= most else { return }
        throw .refuse(
            Refusal(
                .sessionLimitReached, "\(slug) may have \(most) work session\(most == 1 ? "" : "s") at once, and has",
                remedy: "try again when somebody has logged out, or ask an administrator for more"
            ).with("rule", .string("sessionsMaximum=\(most)")))
    }

    /// When policy ends a session.
    func timeLimits(_ session: LiveSession) -> TimeLimits {
        var limits = TimeLimits()
        guard session.record.purpose == .work,
            let policies = organizations[session.record.organization]?.policies.limits
        else { return limits }
        if policies.sessionSeconds > 0 {
            limits.length = session.openedBoot + policies.sessionSeconds * 1_000
        }
        if let minute = policies.dailyLogout.minute,
            let next = settings.calendar.next(minute, policies.timeZone, now.wall)
        {
            limits.daily = now.boot + next - now.wall
        }
        // One that is due and could not be written yet is not put off by a day.
        if limits.daily != nil, let due = session.limits.daily, due <= now.boot { limits.daily = due }
        if policies.idleSeconds > 0, let touched = lastTouch(session) {
            limits.idle = touched + policies.idleSeconds * 1_000
        }
        return limits
    }

    /// Reckons when policy ends a session, and sees to it that it is looked at in time.
    mutating func refreshLimits(_ id: SessionID) {
        guard let session = sessions[id], session.record.purpose == .work,
            let policies = organizations[session.record.organization]?.policies.limits
        else { return }
        let limits = timeLimits(session)
        sessions[id]?.limits = limits
        let idleLimit = policies.idleSuspectSeconds > 0 ? policies.idleSuspectSeconds * 1_000 : nil
        sessions[id]?.evidence.idleLimit = idleLimit
        watchNext(id)
    }

    /// When somebody was there last, on the boot clock, where that is known. What the desktop says goes before what the
    /// OS session says: it sees the calls too.
    private func lastTouch(_ session: LiveSession) -> Int64? {
        if let touched = session.touchedAt { return touched }
        return session.evidence.osIdleSince
    }

    /// Sees to it that a session is looked at again when time alone can next change something.
    mutating func watchNext(_ id: SessionID) {
        guard let session = sessions[id] else { return }
        var due = session.evidence.nextDeadline(at: now).flatMap { $0 > now.boot ? $0 : nil }
        // What is due is on its way to the disk, and comes back by itself where that fails.
        if let next = session.limits.next, next.due > now.boot, session.record.ending == nil {
            let warning = next.due - warningMilliseconds(session)
            // Who comes when the warning is due already is warned at once.
            let look = warning > now.boot ? warning : session.warned == nil ? now.boot : next.due
            due = min(due ?? .max, look)
        }
        if let due { watch(id, due: due) }
    }

    private func warningMilliseconds(_ session: LiveSession) -> Int64 {
        (organizations[session.record.organization]?.policies.limits.warningSeconds ?? 0) * 1_000
    }

    /// Warns of a limit, ends what has reached it, takes a warning back that no longer holds.
    mutating func judgeLimits(_ id: SessionID) {
        guard let session = sessions[id], session.record.ending == nil else { return }
        guard let next = session.limits.next, now.boot >= next.due - warningMilliseconds(session) else {
            guard session.warned != nil else { return }
            sessions[id]?.warned = nil
            return publish(
                .sessionChanged, session.record.organization, .session(currentView(id)),
                attached: session.evidence.connection)
        }
        if now.boot >= next.due { return endByPolicy(id, next.reason) }
        // A clock that is corrected a little, or a report that is rounded, is no news.
        if let warned = session.warned, warned.ending.reason == next.reason,
            abs(warned.due - next.due) <= Broker.clockJump
        {
            return
        }
        let ending = SessionEnding(reason: next.reason, at: now.timestamp(atBoot: next.due), by: nil)
        sessions[id]?.warned = (next.due, ending)
        publish(
            .sessionWarning, session.record.organization, .session(currentView(id)),
            attached: session.evidence.connection)
    }

    private mutating func endByPolicy(_ id: SessionID, _ reason: EndReason) {
        guard let session = sessions[id] else { return }
        var transaction = PendingTransaction(
            changes: [], locks: [.account(session.record.organization, session.record.account)])
        addPolicyEnd(of: session, reason, by: Actor(.broker), to: &transaction)
        do throws(Halt) {
            try commit(transaction)
        } catch {
            watch(id, due: now.boot + 1_000)
        }
    }

    mutating func refreshLimits(of slug: Slug) {
        for id in sessionOrder.elements where sessions[id]?.record.organization == slug {
            sessions[id]?.limits.daily = nil
            refreshLimits(id)
            judge(id)
        }
    }

    /// A wall clock that was set moves daily logouts to the next time that it shows their hour; it ends no session.
    mutating func followClock() {
        let offset = now.wall - now.boot
        defer { clockOffset = offset }
        guard let clockOffset, abs(offset - clockOffset) > Broker.clockJump else { return }
        for (slug, organization) in organizations where organization.policies.limits.dailyLogout.minute != nil {
            refreshLimits(of: slug)
        }
    }
}
