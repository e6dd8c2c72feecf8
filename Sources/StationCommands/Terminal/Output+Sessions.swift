import StationProtocol

extension Output {
    static func session(_ session: Session) -> Output {
        var facts = [
            ("session", session.id.text), ("organization", session.organization.text),
            ("account", "\(session.account) (\(session.role.rawValue))"), ("station", session.station?.text ?? "–"),
            ("state", session.state.rawValue), ("verdict", session.verdict.rawValue),
            ("device", Words.device(session.device)), ("host", session.host), ("fence", "\(session.fence)"),
            ("since", Words.time(session.openedAt)), ("last seen", Words.time(session.lastSeenAt)),
        ]
        if session.busy == true { facts.append(("busy", "yes")) }
        if let ending = session.ending {
            facts.append(("will end", Words.ending(ending, isBusy: session.busy == true)))
        }
        if let lease = session.leaseExpiresAt { facts.append(("lease until", Words.time(lease))) }
        if let ends = session.endsAt { facts.append(("ends by itself", Words.time(ends))) }
        if let evidence = session.evidence { facts += self.facts(evidence) }
        if let end = session.endedAt { facts.append(("ended", Words.time(end))) }
        if let reason = session.endReason { facts.append(("end reason", reason.rawValue)) }
        if let by = session.endedBy { facts.append(("ended by", by)) }
        if let comment = session.comment { facts.append(("comment", comment.text)) }
        return Output(json: ["session": session.json], body: .facts(facts))
    }

    private static func facts(_ evidence: EvidenceReport) -> [(String, String)] {
        var facts = [("evidence", evidence.explanation), ("  connection", Words.plain(evidence.connection.rawValue))]
        if let detached = evidence.detachedAt { facts.append(("  detached", Words.time(detached))) }
        if let grace = evidence.graceEndsAt { facts.append(("  grace until", Words.time(grace))) }
        let pid = evidence.pid.map { ", pid \($0)" } ?? ""
        facts.append(("  process", Words.plain(evidence.process.rawValue) + pid))
        let name = evidence.osSessionId.map { ", \($0)" } ?? ""
        facts.append(("  OS session", Words.plain(evidence.osSession.rawValue) + name))
        if let idle = evidence.osIdleSince { facts.append(("  idle since", Words.time(idle))) }
        return facts
    }

    /// The facts of an organization's policies about sessions and stations.
    static func sessionFacts(_ policies: Policies) -> [(String, String)] {
        let limits = policies.limits
        func perRole<Value>(_ values: PerRole<Value>, _ word: (Value) -> String) -> String {
            let words = Role.allCases.map { word(values[$0]) }
            if Set(words).count == 1 { return words[0] }
            return zip(Role.allCases, words).map { "\($0.rawValue) \($1)" }.joined(separator: ", ")
        }
        func length(_ seconds: Int64, _ zero: String) -> String { seconds == 0 ? zero : Words.seconds(seconds) }
        return [
            ("logged in already", perRole(policies.agentConflict) { $0.rawValue }),
            ("asked for", "\(Words.seconds(policies.askSeconds)), silence means \(policies.askSilence.rawValue)"),
            (
                "stations yield",
                perRole(policies.stationYields) {
                    $0.isEmpty ? "never" : $0.map(\.rawValue).joined(separator: " or ")
                }
            ),
            ("lock-delay", length(policies.lockDelaySeconds, "none")),
            ("sessions last", length(limits.sessionSeconds, "for ever")),
            ("idle until logout", length(limits.idleSeconds, "for ever")),
            ("idle until suspect", length(limits.idleSuspectSeconds, "for ever")),
            ("daily logout", limits.dailyLogout == .never ? "never" : "\(limits.dailyLogout) \(limits.timeZone)"),
            ("warned ahead", length(limits.warningSeconds, "no")),
            ("work sessions", limits.sessionsMaximum == 0 ? "no bound" : "at most \(limits.sessionsMaximum)"),
        ]
    }
}
