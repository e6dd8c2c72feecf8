import StationAccounts
import StationHost
import StationProtocol

/// Everything an administrator can decide, with its default.
public struct DaemonConfiguration: Sendable, Equatable {
    public var socket = "/run/stationd/stationd.sock"
    /// Octal, as in chmod.
    public var socketMode = "0660"
    /// The group that may connect; empty leaves the daemon's own.
    public var socketGroup = ""
    public var stateDirectory = "/var/lib/stationd"
    /// Members are operators, beside root and the daemon's own user. A group that does not exist has no members.
    public var operatorGroup = "stationd-admin"
    /// The name of this host in sessions; empty takes the host's own.
    public var host = ""
    /// `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`.
    public var logLevel = "info"
    /// Seconds in which holders may re-attach after the daemon was down.
    public var restartGraceSeconds = 60
    /// Users, by name or uid, that speak for clients elsewhere (a portal, a gateway) and may say where they are: names
    /// with commas between them.
    public var relays = ""
    /// What one password hash costs (Argon2id): KiB of memory, and how often it is gone over.
    public var passwordMemoryKiB = Int(HashParameters.least.memoryKiB)
    public var passwordIterations = Int(HashParameters.least.iterations)
    /// Threads that hash passwords; 0: one less than there are cores, at least one.
    public var passwordThreads = 0
    /// A file of passwords, one a line, that are refused where an organization refuses common ones.
    public var passwordBlocklist = ""
    /// Days that audit records are kept; 0: for ever.
    public var auditDays = 400
    /// Days that ended sessions are kept; 0: for ever.
    public var historyDays = 400
    /// How the process of a peer is found: `auto` (from the kernel where it tells) or `byPid`, as on kernels before 6.5.
    public var peerProcess = PeerProcess.Method.auto.rawValue
    public var limits = Limits()

    public init() {}

    /// The bounds of what can be set, by key.
    static let ranges: [String: ClosedRange<Int>] = [
        "restartGraceSeconds": 0...86_400,
        "auditDays": 0...36_500,
        "historyDays": 0...36_500,
        "passwords.memoryKiB": Int(HashParameters.least.memoryKiB)...Int(HashParameters.most.memoryKiB),
        "passwords.iterations": Int(HashParameters.least.iterations)...Int(HashParameters.most.iterations),
        "passwords.threads": 0...64,
        "limits.lineBytes": 1_024...1_048_576,
        "limits.nestingDepth": 4...256,
        "limits.connections": 1...1_000_000,
        "limits.connectionsPerUser": 1...1_000_000,
        "limits.requestsInFlight": 1...4_096,
        "limits.subscriptionsPerConnection": 0...1_024,
        "limits.queuedBytes": 65_536...1_073_741_824,
        "limits.incompleteLineSeconds": 1...86_400,
        "limits.holdsPerUser": 1...10_000,
        "limits.requestKeysPerUser": 1...10_000_000,
    ]

    static let textKeys = [
        "socket", "socketMode", "socketGroup", "stateDirectory", "operatorGroup", "host", "logLevel", "relays",
        "passwords.blocklist", "peerProcess",
    ]

    static let keys = Set(textKeys + ranges.keys)

    mutating func set(_ key: String, text: String) {
        switch key {
        case "socket": socket = text
        case "socketMode": socketMode = text
        case "socketGroup": socketGroup = text
        case "stateDirectory": stateDirectory = text
        case "operatorGroup": operatorGroup = text
        case "host": host = text
        case "logLevel": logLevel = text
        case "relays": relays = text
        case "passwords.blocklist": passwordBlocklist = text
        case "peerProcess": peerProcess = text
        default: preconditionFailure("no such text setting: \(key)")
        }
    }

    mutating func set(_ key: String, number: Int) {
        switch key {
        case "restartGraceSeconds": restartGraceSeconds = number
        case "auditDays": auditDays = number
        case "historyDays": historyDays = number
        case "passwords.memoryKiB": passwordMemoryKiB = number
        case "passwords.iterations": passwordIterations = number
        case "passwords.threads": passwordThreads = number
        case "limits.lineBytes": limits.lineBytes = number
        case "limits.nestingDepth": limits.nestingDepth = number
        case "limits.connections": limits.connections = number
        case "limits.connectionsPerUser": limits.connectionsPerUser = number
        case "limits.requestsInFlight": limits.requestsInFlight = number
        case "limits.subscriptionsPerConnection": limits.subscriptionsPerConnection = number
        case "limits.queuedBytes": limits.queuedBytes = number
        case "limits.incompleteLineSeconds": limits.incompleteLineSeconds = number
        case "limits.holdsPerUser": limits.holdsPerUser = number
        case "limits.requestKeysPerUser": limits.requestKeysPerUser = number
        default: preconditionFailure("no such number setting: \(key)")
        }
    }
}
