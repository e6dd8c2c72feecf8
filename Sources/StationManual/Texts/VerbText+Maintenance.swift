extension VerbText {
    static let maintenance: [String: VerbText] = [
        "backup": backup, "doctor": doctor, "metrics": metrics, "pam": pam,
    ]

    private static let backup = VerbText(
        description: """
            The copy is as the ledger stood at one moment, and logins go on meanwhile. It is for operators. The package has a \
            timer for it, off by default, which keeps the last copies in /var/backups/stationd.
            """,
        files: """
            /var/backups/stationd/
            : Where `stationd-backup.timer` puts its copies.
            """,
        examples: """
            One copy; daily ones:

                stationctl backup /root/before-upgrade.backup
                systemctl enable --now stationd-backup.timer

            The newest fourteen in a directory:

                stationctl backup --keep 14 /var/backups/stationd/

            Whether a copy is good, without touching the ledger:

                stationd restore --check /root/before-upgrade.backup
            """,
        references: ["stationctl-audit(1)", "systemd.timer(5)"])

    private static let doctor = VerbText(
        exitStatus: """
            0
            : All is well.

            1
            : There is a problem.

            2
            : There are warnings only.

            stationctl(1) has the others.
            """,
        examples: """
                stationctl doctor
                stationctl doctor --quick --output json
            """,
        references: ["stationctl-config(1)", "stationctl-status(1)", "stationd.yaml(5)"])

    private static let metrics = VerbText(
        examples: """
            For node_exporter, as the timer among the package's examples does it:

                stationctl metrics \\
                    --file /var/lib/prometheus/node-exporter/stationd.prom
            """,
        references: ["stationctl-status(1)", "stationctl-events(1)"])

    private static let pam = VerbText(
        description: """
            It is not typed by people. What it does is told by the variables that pam_exec(8) sets: PAM_TYPE says whether the OS \
            session begins or ends, PAM_USER whose it is.
            """,
        examples: """
            Switch it on for all logins of this host, and off again:

                pam-auth-update --enable stationd
                pam-auth-update --disable stationd

            Give an account its OS user:

                stationctl account edit anna --os-user anna
            """,
        references: [
            "stationctl-login(1)", "stationctl-account(1)", "pam_exec(8)", "pam_systemd(8)", "pam-auth-update(8)",
        ])
}
