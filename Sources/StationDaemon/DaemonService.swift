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
        let (passwords, relays) = (try passwords(), try relays())
        let socket = try listen()
        let server: Server
        do {
            server = try Server(try settings(socket, passwords, relays), socket: socket, logger: logger)
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

    private func listen() throws -> ListeningSocket {
        if let socket = try ListeningSocket.fromServiceManager() { return socket }
        var options = ListeningSocket.Options(path: configuration.socket)
        options.mode = mode_t(configuration.socketMode, radix: 8) ?? options.mode
        if !configuration.socketGroup.isEmpty {
            guard let group = HostUsers.group(named: configuration.socketGroup) else {
                throw HostError(
                    "socketGroup: there is no group \"\(configuration.socketGroup)\"", remedy: "create it: groupadd")
            }
            options.group = group
        }
        return try ListeningSocket.bind(options)
    }

    private func settings(
        _ socket: ListeningSocket, _ passwords: PasswordSettings, _ relays: Set<UInt32>
    ) throws -> ServerSettings {
        let group = HostUsers.group(named: configuration.operatorGroup)
        if group == nil, !configuration.operatorGroup.isEmpty {
            logger.notice("the operator group does not exist", metadata: ["group": "\(configuration.operatorGroup)"])
        }
        let broker = BrokerSettings(
            host: configuration.host.isEmpty ? HostUsers.hostName : configuration.host, bootID: try BootID.current(),
            limits: configuration.limits, restartGraceSeconds: Int64(configuration.restartGraceSeconds),
            calendar: Server.calendar, digest: Server.digest)
        var settings = ServerSettings(
            broker: broker, version: Version.current, operatorGroups: [group].compactMap(\.self),
            daemonUser: geteuid(), socketPath: socket.path, stateDirectory: configuration.stateDirectory)
        settings.passwords = passwords
        settings.relays = relays
        settings.peerProcess = PeerProcess.Method(rawValue: configuration.peerProcess) ?? .auto
        settings.auditDays = configuration.auditDays
        settings.historyDays = configuration.historyDays
        return settings
    }

    private func passwords() throws -> PasswordSettings {
        var settings = PasswordSettings()
        settings.parameters = HashParameters(
            memoryKiB: UInt32(configuration.passwordMemoryKiB), iterations: UInt32(configuration.passwordIterations))
        let cores = ProcessInfo.processInfo.activeProcessorCount
        settings.threads = configuration.passwordThreads > 0 ? configuration.passwordThreads : max(1, cores - 1)
        guard !configuration.passwordBlocklist.isEmpty else { return settings }
        guard let text = try? String(contentsOfFile: configuration.passwordBlocklist, encoding: .utf8) else {
            throw ConfigurationError(
                message: "passwords.blocklist: \(configuration.passwordBlocklist) cannot be read as UTF-8",
                remedy: "check its path, owner and mode")
        }
        settings.blocklist = Set(text.split(whereSeparator: \.isNewline).map(String.init))
        return settings
    }

    private func relays() throws -> Set<UInt32> {
        var uids: Set<UInt32> = []
        for name in configuration.relays.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            guard let uid = UInt32(name) ?? HostUsers.uid(named: name) else {
                throw ConfigurationError(
                    message: "relays: there is no user \"\(name)\"", remedy: "create it, or name its uid")
            }
            uids.insert(uid)
        }
        return uids
    }
}
