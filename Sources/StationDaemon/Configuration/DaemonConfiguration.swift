import StationAccounts
import StationHost
import StationProtocol

/// Everything an administrator can decide, with its default. How it is set and within which bounds: ``Settings``.
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
}
