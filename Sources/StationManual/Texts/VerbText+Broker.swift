extension VerbText {
    static let broker: [String: VerbText] = [
        "status": status, "config": config, "audit": audit, "events": events, "call": call,
    ]

    private static let status = VerbText(
        description: """
            Everybody sees the state, the version and the counts; operators also what the ledger, the connections and the \
            password hashing do, and the head of the audit's chain. The state is `running`; `recovering` while the ledger is \
            being reopened and changes are refused; or `stopping`.
            """,
        examples: """
                stationctl status
                stationctl status --output json
            """,
        references: ["stationctl-audit(1)", "stationctl-host(1)"])

    private static let config = VerbText(
        description: """
            A mistake in the configuration shows when the daemon starts, or here, before that. What the settings mean is in \
            stationd.yaml(5).
            """,
        exitStatus: """
            0
            : The daemon could start with it.

            78
            : It could not; the message names the key and the file.

            stationctl(1) has the others.
            """,
        examples: """
                stationctl config check
                stationctl config check --config ./new.yaml
            """,
        references: ["stationd.yaml(5)"])

    private static let audit = VerbText(
        description: """
            Every grant, end, failed login and administrative change has a record, written together with what it records. Each \
            record carries a hash over itself and the one before, so that a record that was changed, removed or moved \
            afterwards is found. The newest hash is the head: `status` shows it, and the journal has it every hour. \
            Administrators see the records of their organization.
            """,
        examples: """
            What was done in a night:

                stationctl audit list --from 2026-11-22T22:00:00Z \\
                    --to 2026-11-23T06:00:00Z

            Whether the record is as it was written, compared with a head from the journal:

                journalctl -u stationd --grep "audit's head"
                stationctl audit verify --head "1201:$hash"
            """,
        references: ["stationctl-status(1)", "stationctl-session(1)", "journalctl(1)"])

    private static let events = VerbText(
        description: """
            First the active sessions, then each change, one a line. stationd-protocol(7) lists the types. For \
            supervisors of an organization, and operators.
            """,
        examples: """
                stationctl events
                stationctl events --types session.opened session.ended --output json
            """,
        references: ["stationctl-session(1)", "stationd-protocol(7)"])

    private static let call = VerbText(
        description: """
            Every method that stationd-protocol(7) lists can be called in this way; its params are in \
            /usr/share/doc/stationd/Protocol/methods.md. A result is JSON always. A refusal is told as of any other verb.
            """,
        examples: """
                stationctl call broker.ping
                stationctl call session.list '{"verdict":"suspect"}'
            """,
        references: ["stationd-protocol(7)"])
}
