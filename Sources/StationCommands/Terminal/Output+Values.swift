import StationProtocol

// How each thing of the protocol is shown.

extension Output {
    static func sessions(_ sessions: [Session], empty: String = "nobody is logged in") -> Output {
        let rows = sessions.map { session in
            [
                session.id.text, session.organization.text, session.account.text, session.station?.text ?? "–",
                Words.state(session),
                Words.time(session.openedAt), Words.time(session.endedAt), Words.device(session.device),
            ]
        }
        let table = Table(
            headings: ["SESSION", "ORGANIZATION", "ACCOUNT", "STATION", "STATE", "SINCE", "UNTIL", "DEVICE"],
            rows: rows,
            paint: { style, _, column, text in
                guard column == 4 else { return text }
                return text.hasPrefix("live")
                    ? style.green(text) : text == "suspect" ? style.yellow(text) : style.dim(text)
            })
        return Output(
            json: ["sessions": .array(sessions.map(\.json))],
            body: .table(dropUntil(table, sessions), empty: empty))
    }

    /// A list of active sessions has no use for the column of ends.
    private static func dropUntil(_ table: Table, _ sessions: [Session]) -> Table {
        guard sessions.allSatisfy({ $0.endedAt == nil }) else { return table }
        var table = table
        table.headings.remove(at: 6)
        table.rows = table.rows.map { row in row.enumerated().filter { $0.offset != 6 }.map(\.element) }
        return table
    }

    static func stations(_ stations: [Station]) -> Output {
        let rows = stations.map { station in
            [
                station.station.text, station.kind.rawValue, station.state.rawValue,
                station.account?.text ?? station.reservedFor.map { "(\($0))" } ?? "–",
                Words.sinceUntil(station), station.pool?.text ?? "–",
            ]
        }
        return Output(
            json: ["stations": .array(stations.map(\.json))],
            body: .table(
                Table(headings: ["STATION", "KIND", "STATE", "ACCOUNT", "SINCE/UNTIL", "POOL"], rows: rows),
                empty: "no station is reserved, held, in use or cooling"))
    }

    static func station(_ station: Station) -> Output {
        var facts = [
            ("station", station.station.text), ("organization", station.organization.text),
            ("kind", station.kind.rawValue), ("state", station.state.rawValue),
        ]
        if let account = station.reservedFor { facts.append(("reserved for", account.text)) }
        if let account = station.account { facts.append(("account", account.text)) }
        if let session = station.session { facts.append(("session", session.text)) }
        if let since = station.since { facts.append(("since", Words.time(since))) }
        if let until = station.expiresAt {
            facts.append((station.state == .cooling ? "kept until" : "held until", Words.time(until)))
        }
        for kept in station.reservations ?? [] {
            let by = kept.by.map { ", by \($0)" } ?? ""
            facts.append(("kept for", "\(kept.account), \(Words.time(kept.from)) to \(Words.time(kept.until))\(by)"))
        }
        if let pool = station.pool { facts.append(("pool", pool.text)) }
        return Output(json: ["station": station.json], body: .facts(facts))
    }

    static func pools(_ pools: [Pool]) -> Output {
        let rows = pools.map { [$0.name.text, $0.first.text, $0.last.text] }
        return Output(
            json: ["pools": .array(pools.map(\.json))],
            body: .table(Table(headings: ["POOL", "FIRST", "LAST"], rows: rows), empty: "no pools"))
    }

    static func accounts(_ accounts: [Account]) -> Output {
        let rows = accounts.map { account in
            [
                account.username.text, account.role.rawValue, account.state.rawValue,
                Words.assignment(account.station), account.displayName?.text ?? "–", account.email?.text ?? "–",
                account.osUser?.text ?? "–",
            ]
        }
        return Output(
            json: ["accounts": .array(accounts.map(\.json))],
            body: .table(
                Table(headings: ["USERNAME", "ROLE", "STATE", "STATION", "NAME", "EMAIL", "OS USER"], rows: rows),
                empty: "no accounts"))
    }

    static func account(_ account: Account) -> Output {
        var facts = [
            ("username", account.username.text), ("organization", account.organization.text),
            ("role", account.role.rawValue), ("state", account.state.rawValue),
            ("station", Words.assignment(account.station)), ("created", Words.time(account.createdAt)),
        ]
        if let name = account.displayName { facts.append(("name", name.text)) }
        if let email = account.email { facts.append(("email", email.text)) }
        if let user = account.osUser { facts.append(("os user", user.text)) }
        if let subject = account.subject { facts.append(("subject", subject.text)) }
        if let start = account.startsAt { facts.append(("starts", Words.time(start))) }
        if let password = account.password { facts.append(("password", Words.password(password))) }
        if let throttle = account.throttle { facts.append(("failed logins", Words.throttle(throttle))) }
        return Output(json: ["account": account.json], body: .facts(facts))
    }

    static func organizations(_ organizations: [Organization]) -> Output {
        let rows = organizations.map { [$0.slug.text, $0.name.text, Words.time($0.createdAt)] }
        return Output(
            json: ["organizations": .array(organizations.map(\.json))],
            body: .table(Table(headings: ["SLUG", "NAME", "CREATED"], rows: rows), empty: "no organizations"))
    }

    static func organization(_ organization: Organization) -> Output {
        let policies = organization.policies
        return Output(
            json: ["organization": organization.json],
            body: .facts(
                [
                    ("slug", organization.slug.text), ("name", organization.name.text),
                    ("created", Words.time(organization.createdAt)),
                    (
                        "station needed by",
                        policies.stationRoles.isEmpty
                            ? "nobody" : policies.stationRoles.map(\.rawValue).joined(separator: ", ")
                    ),
                    ("station source", policies.stationSource.rawValue),
                    ("grace period", "\(policies.gracePeriodSeconds) s"),
                    ("suspect yields", policies.suspectYields ? "yes" : "no"),
                    ("busy ones spared for", Words.seconds(policies.busyMaximumSeconds)),
                ] + sessionFacts(policies) + [
                    ("home of agents", policies.homes.agent.text),
                    ("home of supervisors", policies.homes.supervisor.text),
                    ("home of administrators", policies.homes.administrator.text),
                    ("passwords", policies.password.profile.rawValue),
                ] + passwordFacts(policies)))
    }

    static func audit(_ records: [AuditRecord]) -> Output {
        let rows = records.map { record in
            [
                "\(record.seq)", Words.time(record.at), record.organization?.text ?? "–", record.action,
                Words.facts(record.actor.json), Words.facts(record.target), Words.facts(record.detail),
            ]
        }
        return Output(
            json: ["records": .array(records.map(\.json))],
            body: .table(
                Table(headings: ["SEQ", "AT", "ORGANIZATION", "ACTION", "BY", "TARGET", "DETAIL"], rows: rows),
                empty: "no records"))
    }
}
