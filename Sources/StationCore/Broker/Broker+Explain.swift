import StationProtocol

/// Refusals that say which rule decided, on which evidence, and what would help.
extension Broker {
    /// - Parameters:
    ///   - rule: the policy that decided.
    ///   - isAsked: the holder is being asked for somebody else already.
    func alreadyLoggedIn(_ session: LiveSession, rule: String, isAsked: Bool = false) -> Refusal {
        Refusal(.alreadyLoggedIn, "The user is already logged in", remedy: remedy(session, rule, isAsked))
            .with("holder", holderInfo(session).json).with("rule", .string(rule))
    }

    func holderInfo(_ session: LiveSession) -> HolderInfo {
        var holder = HolderInfo()
        let view = view(session)
        holder.device = view.device
        holder.host = view.host
        holder.station = view.station
        holder.since = view.openedAt
        holder.lastSeenAt = view.lastSeenAt
        holder.verdict = view.verdict
        holder.endsAt = view.endsAt
        holder.evidence = evidenceReport(session)
        return holder
    }

    private func remedy(_ session: LiveSession, _ rule: String, _ isAsked: Bool) -> String {
        let device = session.record.deviceLabel?.text ?? "the device of uid \(session.record.uid)"
        var facts = session.record.station.map { ["station \($0)"] } ?? []
        facts.append("there since \(clock(session.record.openedAt, session.record.organization))")
        facts.append(sign(session))
        var text = "log out at \(device) (\(facts.joined(separator: ", ")))"
        if rule == "agentConflict=confirm" { text += ", or log in with takeover to end that session" }
        if isAsked { text += ", or try again when its holder has answered" }
        if let ends = session.evidence.ends {
            let renewed = session.record.leaseSeconds == nil ? "" : " unless it is renewed"
            text += "; it ends by itself in \(Broker.span(ends - now.boot))\(renewed)"
        } else {
            text += "; a supervisor can end it"
        }
        return text
    }

    /// The last sign of life, in words.
    func sign(_ session: LiveSession) -> String {
        let evidence = session.evidence
        if evidence.osSession == .disconnected { return "its display is gone" }
        if let detached = evidence.detachedAt {
            return "desktop not seen for \(Broker.span(now.boot - detached.boot))"
        }
        if let since = evidence.osIdleSince, evidence.isLeft(at: now) {
            return "nobody there for \(Broker.span(now.boot - since))"
        }
        if session.record.leaseSeconds != nil {
            return "last renewed \(Broker.span(now.boot - session.lastSeen.boot)) ago"
        }
        return "desktop connected"
    }

    /// The time of day, by the clock of the organization.
    func clock(_ time: Timestamp, _ slug: Slug) -> String {
        let zone = organizations[slug]?.policies.limits.timeZone ?? .utc
        return settings.calendar.clock(time.milliseconds, zone)
    }
}
