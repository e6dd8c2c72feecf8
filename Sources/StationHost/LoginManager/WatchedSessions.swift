/// The sessions that are watched, with what was last reported of each. No clock and no I/O.
struct WatchedSessions {
    /// What a session's desktop told the login manager, who tells it over the bus alone.
    struct Hints: Equatable {
        var isLocked = false
        var idleSince: Int64?
    }

    private var reports: [String: OSSessionReport] = [:]

    /// Those of which more can be said: an ended session stays ended.
    var open: [String] { reports.filter { !$0.value.isEnded }.map(\.key) }

    func isOpen(_ session: String) -> Bool { reports[session].map { !$0.isEnded } ?? false }

    /// Begins to watch, or goes on.
    ///
    /// - Returns: what is known by now; nil, and nothing is watched, where there is no such session.
    mutating func watch(_ session: String, _ state: OSSessionState) -> OSSessionReport? {
        if let report = reports[session], !report.isEnded { return report }
        guard state != .none else { return nil }
        // The name of a session that has ended may be another one's now.
        reports[session] = OSSessionReport()
        _ = saw(session, state)
        return reports[session]
    }

    mutating func unwatch(_ session: String) { reports[session] = nil }

    /// - Returns: the new report, where it is another one than before.
    mutating func saw(_ session: String, _ state: OSSessionState) -> OSSessionReport? {
        change(session) { report in
            switch state {
            case .none, .ended: report.isEnded = true
            case .open(let isDisconnected): report.isDisconnected = isDisconnected
            case .unknown: break
            }
        }
    }

    /// - Returns: the new report, where it is another one than before.
    mutating func heard(_ session: String, _ hints: Hints) -> OSSessionReport? {
        change(session) { report in
            report.isLocked = hints.isLocked
            report.idleSince = hints.idleSince
        }
    }

    private mutating func change(_ session: String, _ body: (inout OSSessionReport) -> Void) -> OSSessionReport? {
        guard let old = reports[session], !old.isEnded else { return nil }
        var new = old
        body(&new)
        reports[session] = new
        return new == old ? nil : new
    }
}
