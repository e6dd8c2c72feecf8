extension VerbText {
    static let sessions: [String: VerbText] = [
        "login": login, "logout": logout, "check": check, "session": session, "station": station,
    ]

    private static let login = VerbText(
        description: """
            The session lives with this command: it ends when the command is interrupted, and at once when it is killed. \
            With `--holder-pid` or `--os-session` it lives with that process or OS session of yours instead, as a launcher wants it. \
            If the broker is restarted meanwhile, the command comes back to its session by itself.
            """,
        files: """
            $XDG_RUNTIME_DIR/stationctl/<organization>.<account>.token
            : The token of a background session, readable by you alone.
            """,
        exitStatus: """
            0
            : Logged in, and out again at the end.

            1
            : Refused, with where the other session is if there is one; or the session was ended by somebody else.

            stationctl(1) has the others.
            """,
        examples: """
            At a desk, until Ctrl-C:

                stationctl login anna --device desk-1

            From a script, for a shift:

                stationctl login bob --station 5000 --background --lease 28800
                stationctl logout bob

            Wait for a station that is still taken, five minutes at most:

                stationctl login bob --station 4021 --wait 5m
            """,
        references: ["stationctl-logout(1)", "stationctl-check(1)", "stationctl-session(1)"])

    private static let logout = VerbText(
        description: """
            The token is looked for where `login --background` has put it, so this is for the user who logged in. \
            Somebody else's session is ended with `session terminate`.
            """,
        examples: """
                stationctl logout anna
            """,
        references: ["stationctl-login(1)", "stationctl-session(1)"])

    private static let check = VerbText(
        description: """
            What stands in the way is told as far as you may know it: those who could not log that account in, and do not \
            lead its organization, learn about the station alone.
            """,
        exitStatus: """
            0
            : The login would succeed.

            1
            : It would be refused.

            stationctl(1) has the others.
            """,
        examples: """
                stationctl check anna --organization acme
                stationctl check bob --station 4021
            """,
        references: ["stationctl-login(1)", "stationctl-session(1)"])

    private static let session = VerbText(
        description: """
            A session is one account logged in. The broker judges whether its holder is still there, and says on which \
            evidence (`show`):

            live
            : The holder's connection, process and OS session are there.

            suspect
            : The connection is lost, or the OS session is idle or in the background. The session goes on until it is dead, and \
            yields to the same agent's next login.

            dead
            : The process has exited, the OS session has ended, or the time to come back is over: the session has ended.

            Supervisors see and end the sessions of their organization, operators all.
            """,
        examples: """
            Who is logged in; only those whose desktop may have gone:

                stationctl session list
                stationctl session list --stale

            End one, asking first; end those that have been on too long, those on a call when it is over:

                stationctl session terminate --account bob --comment "shift is over"
                stationctl session terminate -o acme --older-than 12h --when-idle

            Who held station 4021 then:

                stationctl session history --station 4021 --at 2026-11-22T14:03:00Z

            All forced logouts of a day, for a spreadsheet:

                stationctl session history --forced --csv \\
                    --from 2026-11-22T00:00:00Z --to 2026-11-23T00:00:00Z
            """,
        references: ["stationctl-login(1)", "stationctl-events(1)", "stationctl-host(1)"])

    private static let station = VerbText(
        description: """
            A station is the number that an agent's phone or seat is known by: 1 to 32 digits, in which leading zeros count. It is in \
            one of these states:

            free
            : Nobody has it, and it is nobody's own.

            reserved
            : It is one account's own (static), or kept for somebody's shift.

            held
            : Asked for before a login, for two minutes at most.

            in_use
            : An agent is logged in there.

            cooling
            : Its last session ended uncleanly: for a short while it is given only to the same agent, since the phone may still be \
            talking.
            """,
        examples: """
            Which numbers are taken, which of the pools are free:

                stationctl station list
                stationctl station list --state free

            Give anna a number of her own, and lend it to bob for a shift:

                stationctl station reserve 4021 anna
                stationctl station reserve 4021 bob \\
                    --from 2026-11-23T06:00:00Z --until 2026-11-23T14:00:00Z
            """,
        references: ["stationctl-pool(1)", "stationctl-account(1)", "stationctl-login(1)"])
}
