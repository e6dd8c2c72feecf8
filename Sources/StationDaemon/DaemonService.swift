import Foundation
import Glibc
import Logging
import ServiceLifecycle
import StationAccounts
import StationCore
import StationHost
import StationProtocol
import StationServer

/// The daemon from its start to its graceful end.
struct DaemonService: Service {
    let configuration: DaemonConfiguration
    let logger: Logger

    func run() async throws {
        // What the ledger creates is the daemon's alone from its first moment.
        umask(0o077)
        CoreDumps.forbid()
        let descriptors = DescriptorLimit.raise()
        let state = try StateDirectory(path: configuration.stateDirectory)
        for path in state.tightened {
            logger.warning("was too open and has been tightened", metadata: ["path": "\(path)"])
        }
        // Before anybody can connect: a configuration that cannot be used serves nobody.
        let resolved = try ResolvedSettings(configuration)
        let socket = try listen(resolved)
        let server: Server
        do {
            server = try Server(try settings(socket, resolved), socket: socket, logger: logger)
        } catch {
            socket.shut()
            throw error
        }
        logger.info(
            "listening",
            metadata: [
                "socket": "\(socket.path)", "stateDirectory": "\(state.path)", "version": "\(Version.current)",
                "descriptors": "\(descriptors)", "sessions": "\(server.summary)",
            ])
        ServiceManager.ready(status: server.summary)
        try? await gracefulShutdown()
        logger.info("stopping")
        ServiceManager.stopping()
        server.stop()
        logger.info("stopped")
        // The lock of the state directory is held to the very end.
        withExtendedLifetime(state) {}
    }

    private func listen(_ resolved: ResolvedSettings) throws -> ListeningSocket {
        if let socket = try ListeningSocket.fromServiceManager() { return socket }
        var options = ListeningSocket.Options(path: configuration.socket)
        options.mode = mode_t(configuration.socketMode, radix: 8) ?? options.mode
        options.group = resolved.socketGroup
        return try ListeningSocket.bind(options)
    }

    private func settings(_ socket: ListeningSocket, _ resolved: ResolvedSettings) throws -> ServerSettings {
        if resolved.operatorGroup == nil, !configuration.operatorGroup.isEmpty {
            logger.notice("the operator group does not exist", metadata: ["group": "\(configuration.operatorGroup)"])
        }
        let broker = BrokerSettings(
            host: configuration.host.isEmpty ? HostUsers.hostName : configuration.host, bootID: try BootID.current(),
            limits: configuration.limits, restartGraceSeconds: Int64(configuration.restartGraceSeconds),
            calendar: Server.calendar, digest: Server.digest)
        var settings = ServerSettings(
            broker: broker, version: Version.current, operatorGroups: [resolved.operatorGroup].compactMap(\.self),
            daemonUser: geteuid(), socketPath: socket.path, stateDirectory: configuration.stateDirectory)
        settings.passwords = resolved.passwords
        settings.relays = resolved.relays
        settings.peerProcess = PeerProcess.Method(rawValue: configuration.peerProcess) ?? .auto
        settings.auditDays = configuration.auditDays
        settings.historyDays = configuration.historyDays
        return settings
    }
}
