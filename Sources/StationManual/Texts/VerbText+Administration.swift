extension VerbText {
    static let administration: [String: VerbText] = [
        "organization": organization, "account": account, "password": password, "pool": pool, "host": host,
    ]

    private static let organization = VerbText(
        description: """
            An organization is a tenant: accounts, stations and pools belong to one, and its policies say who may log in where. \
            Operators make and list organizations; administrators see and change their own. A change counts for the sessions that \
            are on, too.
            """,
        examples: """
            A tenant whose agents must log out before they log in elsewhere, and who are all logged out in the evening:

                stationctl organization add acme "Acme" --agent-conflict deny \\
                    --daily-logout 20:00 --time-zone Europe/Berlin

            A login asks the desktop that has the session, for agents; passwords as NIST advises:

                stationctl organization edit acme \\
                    --agent-conflict agent=ask --password-profile nist
            """,
        references: ["stationctl-account(1)", "stationctl-password(1)", "stationctl-pool(1)"])

    private static let account = VerbText(
        description: """
            An account is a person who logs in, with a role: agent, supervisor or administrator, each having the rights of those \
            before. Supervisors see accounts and unlock them, administrators do the rest, in their organization.
            """,
        examples: """
            People, with a number of their own or any free one:

                stationctl account add anna --static-station 4021
                stationctl account add sue --role supervisor
                stationctl account add bob --dynamic --os-user bob

            A roster: look, then do it, with the temporary passwords in a file:

                stationctl account import roster.csv --update --dry-run
                stationctl account import roster.csv --update --passwords new.csv

            Somebody who has typed a wrong password too often:

                stationctl account show anna
                stationctl account unlock anna
            """,
        references: ["stationctl-password(1)", "stationctl-station(1)", "stationctl-organization(1)"])

    private static let password = VerbText(
        description: """
            What a password must be like is the organization's to say. Temporary ones are good for one thing: choosing another.
            """,
        exitStatus: """
            `check` exits with 1 when the password would not be taken. stationctl(1) has the others.
            """,
        examples: """
            A supervisor gives an agent a new temporary password:

                stationctl --as sue --organization acme password set anna

            One's own, asked for:

                stationctl password change anna --organization acme

            From a program, on standard input:

                printf '%s\\n' "$candidate" |
                    stationctl password check --password-stdin --output json
            """,
        references: ["stationctl-account(1)", "stationctl-organization(1)"])

    private static let pool = VerbText(
        description: """
            An agent without a static station who types none is given one from the pools: the lowest free number of the first pool \
            that has one. First and last number have the same length; a pool has 10000 numbers at most.
            """,
        examples: """
                stationctl pool create floor 5000 5019
                stationctl pool list
                stationctl station list --state free
            """,
        references: ["stationctl-station(1)", "stationctl-organization(1)"])

    private static let host = VerbText(
        description: """
            While a host is drained, work logins are refused with the comment; management logins, and everything else, go on. It is for \
            operators.
            """,
        examples: """
            Before maintenance: no new logins; calls are let finish, for half an hour at most; then wait until nobody is left:

                stationctl host drain --when-idle --deadline 30m \\
                    --comment "maintenance until 20:00"

            And back:

                stationctl host resume
            """,
        references: ["stationctl-session(1)", "stationctl-status(1)"])
}
