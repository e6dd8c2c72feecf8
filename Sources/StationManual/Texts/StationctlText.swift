/// What stationctl(1) says beside what the command line says.
enum StationctlText {
    static let description = """
        Shows who is logged in on this host and on which station, logs people in and out, and administers organizations, \
        accounts, stations and passwords. It talks to stationd(8) over its Unix socket; what you may do depends on who you \
        are. Operators (root, and the members of the group `stationd-admin`) may do everything. Everybody else who may \
        connect logs in and out, and acts with `--as` as a supervisor or administrator of an organization.

        Results are tables for people; with `--output json` they are one JSON value, or one a line, for programs. Errors go to \
        standard error: what was refused, what is known about it, and a hint at what helps.

        Times are typed in the form of RFC 3339, as in 2026-11-22T14:03:00Z; lengths of time as `45s`, `30m`, `8h` or \
        `2d`; stations as digits, in which leading zeros count. Passwords are asked for without being shown, or read from \
        standard input; they are never taken from the command line, where others could see them.

        Each verb has a page of its own, and explains itself with `--help`.
        """

    static let commonOptions = """
        Most verbs have these. They may stand in front of the verb as well. `--organization` belongs to the verbs about one \
        organization; with `--as` it says whose supervisor or administrator that is, for any verb.
        """

    static let environment = """
        STATIOND_SOCKET
        : The broker's socket, where `--socket` names none.

        STATIOND_ORGANIZATION
        : The organization, where `--organization` names none.

        NO_COLOR
        : If set, nothing is coloured. Nothing is either where the output is no terminal, or TERM is `dumb`.

        XDG_RUNTIME_DIR
        : Where the tokens of background sessions are kept.
        """

    static let files = """
        /run/stationd/stationd.sock
        : The broker's socket.

        $XDG_RUNTIME_DIR/stationctl/
        : Tokens of sessions that `login --background` left open: only you can read them, and `logout` finds them there. \
        Without that variable it is /tmp/stationctl-<uid>.
        """

    static let exitStatus = """
        0
        : Done.

        1
        : Refused by the broker, or not done: the message says why. `check`, `password check` and `audit verify` \
        also say no in this way.

        64
        : The command line is wrong.

        69
        : The broker cannot be reached, or went away.

        74
        : The output could not be written. What was asked for may have been done.

        78
        : The daemon's configuration is wrong.
        """

    static let examples = """
        A tenant, people with their stations, and numbers for those who have none:

            stationctl organization add acme "Acme"
            stationctl account add anna --static-station 4021
            stationctl account add bob --dynamic
            stationctl pool create floor 5000 5019

        Who is logged in, now and as it changes:

            stationctl session list
            stationctl session watch

        An agent cannot log in: why, and a new password from a supervisor:

            stationctl check anna
            stationctl --as sue --organization acme password set anna

        An agent's session has to go:

            stationctl session terminate --account bob \\
                --comment "please log in at desk 3"

        In a script, whether changes can be made:

            stationctl status --output json | jq -r .state
        """
}
