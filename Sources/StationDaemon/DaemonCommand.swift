import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import StationHost

/// `stationd`: the command line of the daemon.
public struct DaemonCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "stationd",
        abstract: "The session broker for contact-centre hosts.",
        discussion: """
            Holds station-ID assignments and single-active-session locks for the agents of this host, and answers on a \
            Unix socket. Runs in the foreground until SIGTERM.

            Every setting of the configuration file can also come from the environment: stateDirectory is \
            STATIOND_STATE_DIRECTORY. An option goes before the environment, the environment before the file.
            """,
        version: Version.current)

    @Option(help: "The configuration file (YAML).")
    var config: String?

    @Option(help: "The socket to listen on, where systemd does not hand one over.")
    var socket: String?

    @Option(help: "The directory of the ledger.")
    var stateDirectory: String?

    public init() {}

    /// Runs the command with this process's arguments; does not come back when they are wrong.
    public static func launch() async { await main() }

    public func run() async throws {
        do {
            let environment = ProcessInfo.processInfo.environment
            var configuration = try await ConfigurationReader.read(
                file: config ?? environment["STATIOND_CONFIG"], environment: environment)
            configuration.socket = socket ?? configuration.socket
            configuration.stateDirectory = stateDirectory ?? configuration.stateDirectory
            try await serve(configuration)
        } catch let error as ConfigurationError {
            fail(error.message, error.remedy, code: 78)
        } catch let error as HostError {
            fail(error.message, error.remedy, code: 1)
        } catch {
            fail("\(error)", "see the message above", code: 1)
        }
    }

    private func serve(_ configuration: DaemonConfiguration) async throws {
        let logger = Logger(label: "stationd") { _ in
            let level = Logger.Level(rawValue: configuration.logLevel) ?? .info
            return ServiceManager.isJournalAttached
                ? JournalLogHandler(logLevel: level) as any LogHandler : StandardErrorLogHandler(logLevel: level)
        }
        var quiet = logger
        quiet.logLevel = .error
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: DaemonService(configuration: configuration, logger: logger),
                        successTerminationBehavior: .gracefullyShutdownGroup)
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
        try await group.run()
    }

    /// `stationd: error: …`, a line with the remedy, and the exit code: 78 (EX_CONFIG) for the configuration, else 1.
    private func fail(_ message: String, _ remedy: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("stationd: error: \(message)\nstationd: hint: \(remedy)\n".utf8))
        Foundation.exit(code)
    }
}
