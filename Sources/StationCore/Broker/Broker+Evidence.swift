import StationProtocol

/// The evidence behind a verdict, for people.
extension Broker {
    func evidenceReport(_ session: LiveSession) -> EvidenceReport {
        var report = EvidenceReport()
        let evidence = session.evidence
        if session.record.leaseSeconds != nil {
            report.connection = .notNeeded
        } else {
            report.connection = evidence.connection == nil ? .detached : .attached
        }
        report.detachedAt = evidence.detachedAt?.timestamp
        report.graceEndsAt = evidence.graceEnds.map(now.timestamp(atBoot:))
        report.leaseExpiresAt = evidence.leaseEnds.map(now.timestamp(atBoot:))
        if let process = session.record.holder.process {
            report.process = evidence.hasProcessExited ? .exited : .running
            report.pid = Int64(process.pid)
        }
        report.osSessionId = session.record.holder.osSession
        report.osSession = Broker.word(evidence.osSession)
        report.osIdleSince = evidence.osSession?.idleSince.map(Timestamp.init(milliseconds:))
        report.explanation = sentences(session).joined(separator: "; ")
        return report
    }

    private static func word(_ evidence: OSSessionEvidence?) -> EvidenceReport.OSSession {
        switch evidence {
        case .active: .active
        case .idle: .idle
        case .locked: .locked
        case .disconnected: .disconnected
        case .ended: .ended
        case nil: .notWatched
        }
    }

    /// What is known, strongest first.
    private func sentences(_ session: LiveSession) -> [String] {
        let evidence = session.evidence
        var said: [String] = []
        if let process = session.record.holder.process {
            said.append(evidence.hasProcessExited ? "process \(process.pid) has exited" : "process \(process.pid) runs")
        }
        if let name = session.record.holder.osSession, let sentence = sentence(evidence.osSession) {
            said.append("OS session \(name) \(sentence)")
        }
        if session.record.leaseSeconds != nil {
            said.append("last renewed \(Broker.span(now.boot - session.lastSeen.boot)) ago")
        } else if let detached = evidence.detachedAt {
            said.append("desktop not seen for \(Broker.span(now.boot - detached.boot))")
        } else {
            said.append("desktop connected")
        }
        if let limit = session.limits.next, session.record.ending == nil {
            said.append("\(Broker.word(limit.reason)) in \(Broker.span(limit.due - now.boot))")
        }
        if let ending = session.record.ending {
            said.append("ends with \(ending.reason.rawValue) when no longer busy, at the latest at \(ending.at)")
        }
        if session.isBusy { said.append("marked busy") }
        return said
    }

    private static func word(_ reason: EndReason) -> String {
        switch reason {
        case .dailyLogout: "daily logout"
        case .idleLimit: "idle limit"
        default: "session limit"
        }
    }

    private func sentence(_ evidence: OSSessionEvidence?) -> String? {
        switch evidence {
        case .active: "is active"
        case .idle(let since): "has been idle for \(Broker.span(now.wall - since))"
        case .locked: "is locked"
        case .disconnected: "has no display"
        case .ended: "has ended"
        case nil: nil
        }
    }

    /// A length of time in words: "40 s", "12 min", "3 h 5 min".
    static func span(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1_000
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        default: return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        }
    }
}
