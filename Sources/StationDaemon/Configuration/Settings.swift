import StationAccounts

/// Every setting there is, in the order in which the manual shows them. The one list: the reader, `stationd check`, the
/// manual and the packaged file are made from it or compared with it.
public enum Settings {
    public static let all: [Setting] = [
        Setting("socket", \.socket, "The socket to listen on, at most 107 bytes; systemd's, where it hands one over."),
        Setting("socketMode", \.socketMode, "Who may connect, as in chmod; not of a socket that systemd hands over."),
        Setting("socketGroup", \.socketGroup, "The socket's group; empty leaves the daemon's own; not of systemd's."),
        Setting("stateDirectory", \.stateDirectory, "The ledger's directory; made 0700, tightened if it is more open."),
        Setting(
            "operatorGroup", \.operatorGroup, "Its members are operators, beside root and the daemon's own user."),
        Setting("host", \.host, "How this host is called in sessions; empty takes the host's own name."),
        Setting("logLevel", \.logLevel, "trace, debug, info, notice, warning, error or critical."),
        Setting(
            "relays", \.relays,
            "Users, by name or uid, that speak for clients elsewhere (a portal) and may say where they are; with commas."
        ),
        Setting(
            "passwords.memoryKiB", \.passwordMemoryKiB,
            Int(HashParameters.least.memoryKiB)...Int(HashParameters.most.memoryKiB),
            "KiB of memory that one Argon2id hash takes."),
        Setting(
            "passwords.iterations", \.passwordIterations,
            Int(HashParameters.least.iterations)...Int(HashParameters.most.iterations),
            "How often a hash goes over its memory."),
        Setting(
            "passwords.threads", \.passwordThreads, 0...64,
            "Threads that hash passwords; 0: one less than there are cores, at least one."),
        Setting(
            "passwords.blocklist", \.passwordBlocklist,
            "A file of passwords, one a line, refused where an organization refuses common ones."),
        Setting("auditDays", \.auditDays, 0...36_500, "Days that audit records are kept; 0: for ever."),
        Setting("historyDays", \.historyDays, 0...36_500, "Days that ended sessions are kept; 0: for ever."),
        Setting(
            "peerProcess", \.peerProcess,
            "How a peer's process is found: auto (from the kernel where it tells, Linux 6.5) or byPid."),
        Setting(
            "restartGraceSeconds", \.restartGraceSeconds, 0...86_400,
            "Seconds for holders to come back in after the daemon was down."),
        Setting("limits.lineBytes", \.limits.lineBytes, 1_024...1_048_576, "Bytes of a request line."),
        Setting("limits.nestingDepth", \.limits.nestingDepth, 4...256, "Arrays and objects open at once in a request."),
        Setting(
            "limits.connections", \.limits.connections, 1...1_000_000, "Connections in all; operators have 64 more."),
        Setting(
            "limits.connectionsPerUser", \.limits.connectionsPerUser, 1...1_000_000,
            "Connections of one uid; operators have 64 more."),
        Setting(
            "limits.requestsInFlight", \.limits.requestsInFlight, 1...4_096,
            "Unanswered requests of a connection; then reading pauses."),
        Setting(
            "limits.subscriptionsPerConnection", \.limits.subscriptionsPerConnection, 0...1_024,
            "Subscriptions of a connection."),
        Setting(
            "limits.queuedBytes", \.limits.queuedBytes, 65_536...1_073_741_824,
            "Bytes that are kept for a peer that does not read."),
        Setting(
            "limits.incompleteLineSeconds", \.limits.incompleteLineSeconds, 1...86_400,
            "Seconds for a line without its end, and for a peer that reads nothing."),
        Setting(
            "limits.holdsPerUser", \.limits.holdsPerUser, 1...10_000, "Stations that one uid may hold before login."),
        Setting(
            "limits.requestKeysPerUser", \.limits.requestKeysPerUser, 1...10_000_000,
            "Request keys that one uid may have used within ten minutes."),
    ]

    static func named(_ key: String) -> Setting? { all.first { $0.key == key } }
}

extension Setting {
    fileprivate init(
        _ key: String, _ path: WritableKeyPath<DaemonConfiguration, String> & Sendable, _ meaning: String
    ) {
        self.init(key: key, place: .text(path), meaning: meaning)
    }

    fileprivate init(
        _ key: String, _ path: WritableKeyPath<DaemonConfiguration, Int> & Sendable, _ range: ClosedRange<Int>,
        _ meaning: String
    ) {
        self.init(key: key, place: .number(path, range), meaning: meaning)
    }
}
