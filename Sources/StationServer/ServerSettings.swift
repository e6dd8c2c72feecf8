import StationCore
import StationHost
import StationProtocol

/// What the server is told at its start.
public struct ServerSettings: Sendable {
    public var broker: BrokerSettings
    public var version: String
    /// gids whose members are operators, beside uid 0 and the daemon's own uid.
    public var operatorGroups: [UInt32]
    public var daemonUser: UInt32
    public var socketPath: String
    public var stateDirectory: String

    public var passwords = PasswordSettings()
    /// Days that audit records are kept; 0: for ever.
    public var auditDays = 400
    /// Days that ended sessions are kept; 0: for ever.
    public var historyDays = 400
    /// How the process at the other end of a connection is found.
    public var peerProcess = PeerProcess.Method.auto
    /// uids that speak for clients elsewhere and may say where they are.
    public var relays: Set<UInt32> = []

    public var limits: Limits { broker.limits }

    public init(
        broker: BrokerSettings, version: String, operatorGroups: [UInt32], daemonUser: UInt32, socketPath: String,
        stateDirectory: String
    ) {
        self.broker = broker
        self.version = version
        self.operatorGroups = operatorGroups
        self.daemonUser = daemonUser
        self.socketPath = socketPath
        self.stateDirectory = stateDirectory
    }
}
