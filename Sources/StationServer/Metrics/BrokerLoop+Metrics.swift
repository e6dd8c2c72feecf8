import StationCore
import StationHost
import StationMetrics
import StationProtocol

/// The figures as somebody reads them.
extension BrokerLoop {
    func metrics(from cursor: Cursor?) -> Reply {
        let part = MetricsText.part(
            of: gauges + measures.registry.families + sessionGauges, from: cursor?.text, bytes: Limits.metricsBytes)
        guard let part else {
            return .refused(.invalidParams("cursor", "must be \(Cursor.expectation)"))
        }
        var reply = BrokerMetrics.Reply()
        reply.text = part.text
        reply.nextCursor = part.next.flatMap(Cursor.init)
        return .result(reply)
    }

    private func gauge(_ name: String, _ help: String, _ values: [(String, Double)], label: String = "") -> MetricFamily
    {
        var family = MetricFamily(name, .gauge, help)
        for (value, number) in values { family.add(number, label.isEmpty ? [] : [(label, value)]) }
        return family
    }

    /// Few, and first.
    private var gauges: [MetricFamily] {
        let (counts, queues, figures, facts) = (broker.counts, broker.queues, ledger.figures, ProcessFigures.now)
        var info = MetricFamily("stationd_info", .gauge, "The version that runs; always 1.")
        info.add(1, [("version", settings.version)])
        var failures = MetricFamily("stationd_commit_failures_total", .counter, "Changes that could not be written.")
        failures.add(Double(figures.failures))
        var changes = MetricFamily("stationd_changes_total", .counter, "Changes written.")
        changes.add(Double(figures.changes))
        var overloads = MetricFamily(
            "stationd_password_overloads_total", .counter, "Passwords turned away because too many waited.")
        overloads.add(Double(passwords.hashes.figures.overloaded), [("work", "hash")])
        overloads.add(Double(passwords.checks.figures.overloaded), [("work", "strength")])
        return [
            info,
            gauge(
                "stationd_start_time_seconds", "When the daemon began to serve, in seconds since 1970.",
                [("", Double(startedWall) / 1_000)]),
            gauge(
                "stationd_ledger_up", "1 while changes can be written, 0 while the ledger fails or is being reopened.",
                [("", figures.isRecovering || figures.problem != nil ? 0 : 1)]),
            gauge(
                "stationd_draining", "1 while the host takes no new work sessions.",
                [("", broker.drainReport == nil ? 0 : 1)]),
            gauge("stationd_organizations", "Organizations.", [("", Double(counts.organizations))]),
            gauge("stationd_accounts", "Accounts.", [("", Double(counts.accounts))]),
            gauge("stationd_stations_held", "Stations held before login.", [("", Double(counts.held))]),
            gauge("stationd_connections", "Connections.", [("", Double(connections.count))]),
            gauge("stationd_subscriptions", "Subscriptions to events.", [("", Double(subscribers))]),
            gauge(
                "stationd_waiting", "What waits: changes for the disk, logins for a station, passwords for a thread.",
                [
                    ("commits", Double(queues.commits)), ("stations", Double(queues.logins)),
                    ("hashes", Double(passwords.hashes.figures.waiting)),
                    ("strengths", Double(passwords.checks.figures.waiting)),
                ], label: "queue"),
            gauge("process_resident_memory_bytes", "Memory in use.", [("", Double(facts.residentBytes))]),
            gauge("process_open_fds", "File descriptors in use.", facts.descriptors.map { [("", Double($0))] } ?? []),
            gauge("process_max_fds", "File descriptors that there may be.", [("", Double(facts.descriptorLimit))]),
            failures, changes, overloads,
        ]
    }

    /// As many lines as there are organizations, so these come last.
    private var sessionGauges: [MetricFamily] {
        var sessions = MetricFamily("stationd_sessions", .gauge, "Sessions, by organization, purpose and verdict.")
        var busy = MetricFamily("stationd_sessions_busy", .gauge, "Work sessions whose agent is busy, by organization.")
        for (slug, tally) in broker.tallies {
            let organization = ("organization", slug.text)
            sessions.add(Double(tally.live), [organization, ("purpose", "work"), ("verdict", "live")])
            sessions.add(Double(tally.suspect), [organization, ("purpose", "work"), ("verdict", "suspect")])
            sessions.add(Double(tally.consoles), [organization, ("purpose", "console"), ("verdict", "live")])
            busy.add(Double(tally.busy), [organization])
        }
        return [sessions, busy]
    }
}
