/// What stationd(8) says beside what the command line says.
enum DaemonText {
    static let description = """
        Agents are granted a session and a station together, in one commit that is on disk before the answer leaves. What \
        the daemon knows of the host tells whether a session's holder is still there: its process, its OS login session, the \
        boot. A desktop that crashed leaves nothing behind.

        The package has systemd start the daemon: `stationd.socket` listens, and the first connection starts \
        `stationd.service`. While the daemon is restarted or upgraded the socket stays, connections wait in it, and holders \
        come back to their sessions. The daemon tells systemd when it is ready and how it does, and feeds its watchdog from \
        the loop that does the work.

            systemctl enable --now stationd.socket
            systemctl status stationd
            systemctl restart stationd

        Without systemd it binds a socket of its own, as any user, who is then an operator; see the examples.

        The ledger is an SQLite database in the state directory. Only the daemon may open it: everything else, backups \
        included, goes over the socket, which stationctl(1) does. When a change cannot be written, it is refused and \
        never appears later; reading goes on. When nobody knows what is on the disk (a failed fsync), nothing is answered until the \
        ledger has been reopened and read back. Both are got over without a restart, and `stationctl status` shows them.
        """

    static let sections: [(title: String, text: String)] = [
        (
            "SIGNALS",
            """
            SIGTERM, SIGINT
            : The daemon takes no more connections, finishes what is under way, and exits with 0 within five seconds. \
            Sessions go on: holders come back to the next daemon.

            SIGKILL
            : Loses nothing that was acknowledged.

            No signal has it read its configuration anew: restart it, which ends no session.
            """
        ),
        (
            "JOURNAL",
            """
            Run by systemd, the daemon writes to the journal. What a record is about is in fields, each beginning with \
            STATIOND_; they stand in the message too. Passwords and tokens are in none.

            STATIOND_ORGANIZATION, STATIOND_ACCOUNT, STATIOND_STATION, STATIOND_SESSION
            : Whom and what it is about, by its name or id.

            STATIOND_UID, STATIOND_PID
            : The peer or process.

            STATIOND_REASON, STATIOND_BY
            : Why a session ended, and who ended it.

            STATIOND_PROBLEM
            : What went wrong.

            STATIOND_SEQ, STATIOND_HASH
            : The head of the audit's chain, told every hour: a copy that `stationctl audit verify --head` compares.

            Elsewhere the same records go to standard error as lines.
            """
        ),
        (
            "ENVIRONMENT",
            """
            STATIOND_CONFIG
            : The configuration file, where `--config` names none. Where neither does, `serve` reads no \
            file at all; the package's unit names /etc/stationd/stationd.yaml.

            STATIOND_SOCKET, STATIOND_STATE_DIRECTORY, ...
            : Every setting has its variable; stationd.yaml(5) lists them.

            LISTEN_FDS, NOTIFY_SOCKET, WATCHDOG_USEC, JOURNAL_STREAM
            : From systemd: the listening socket, where to tell how the daemon does, the watchdog's time, and whether \
            standard error is the journal.
            """
        ),
        (
            "FILES",
            """
            /etc/stationd/stationd.yaml
            : The configuration; stationd.yaml(5).

            /etc/stationd/stationd.yaml.d/*.yaml
            : Drop-ins, which go before it.

            /run/stationd/stationd.sock
            : The socket.

            /var/lib/stationd
            : The state directory, mode 0700; tightened at the start if it is more open. In it `ledger.sqlite` with its log, \
            mode 0600, and `stationd.lock`, which keeps a second daemon out.

            /usr/share/doc/stationd/
            : README.Debian for how the package has set up this host, `examples`, and `Protocol`, the contract for programs, of \
            which stationd-protocol(7) is the short form.
            """
        ),
        (
            "EXIT STATUS",
            """
            0
            : Ended by a signal as it should be; of `check`, the configuration is good; of other subcommands, done.

            1
            : It could not go on: another daemon has the socket or the state directory, the ledger cannot be opened, and the like. \
            The message says what, and what helps.

            64
            : The command line is wrong.

            78
            : The configuration is wrong. The message names the key and where it stands. The package's unit does not \
            try again; daemon and socket fail, and clients are refused. When it is corrected: \
            `systemctl reset-failed stationd.service stationd.socket`, then `systemctl start stationd.socket`.
            """
        ),
        (
            "EXAMPLES",
            """
            Check a change, then use it; sessions live through the restart:

                stationd check && systemctl restart stationd

            What happened to an account since yesterday, and what went wrong at all:

                journalctl -u stationd STATIOND_ACCOUNT=anna --since yesterday
                journalctl -u stationd -p warning

            A broker of your own, for a trial, with a ledger that can be thrown away:

                stationd --socket /tmp/trial/s --state-directory /tmp/trial-ledger &
                STATIOND_SOCKET=/tmp/trial/s stationctl status
            """
        ),
    ]

    static let warnings: [(title: String, text: String)] = [
        (
            "CAVEATS",
            """
            Three directives of systemd.exec(5) must not be set for the daemon, however it is hardened otherwise:

            `PrivateUsers=`
            : Every peer would have the uid 65534: who connects could not be told any more.

            `ProtectProc=` other than `default`
            : Other users' processes and their OS sessions could not be looked up, nor be seen to end.

            `ProcSubset=pid`
            : The boot ID could not be read, and without it the daemon does not start.

            The state directory belongs on a local disk. One ledger serves one host.
            """
        ),
        (
            "SECURITY CONSIDERATIONS",
            """
            Who a client is comes from the kernel, once, when it connects: its uid and groups. Someone who is put into a \
            group gets what it gives with the next login and the next connection.

            The package opens the socket to the group `stationd-users`: the OS users of agents belong into it. Members of `stationd-admin` are operators: they may do everything, in every organization, without a password. They \
            need both groups, the first one to be let in at all. The user root is an operator always.

            Passwords are kept as Argon2id hashes, tokens as digests. A copy of the ledger is still worth protecting: it \
            tells who worked when, and where.
            """
        ),
    ]

    static let references = [
        "stationctl(1)", "stationd.yaml(5)", "stationd-protocol(7)", "journalctl(1)", "systemd.exec(5)",
        "systemd.service(5)", "systemd.socket(5)",
    ]
}
