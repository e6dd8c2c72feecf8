import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import StationHost

/// `stationd serve`, or `stationd` alone.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve until SIGTERM; what stationd does without a subcommand.",
        discussion: """
            Every setting of the configuration file can also come from the environment: stateDirectory is \
            STATIOND_STATE_DIRECTORY. An option goes before the environment, the environment before the files, a drop-in \
            (FILE.d/*.yaml, in the order of their names) before FILE.
            """)

    @OptionGroup var place: ConfigurationOptions

    @Option(
        help: ArgumentHelp("The socket to listen on, where systemd does not hand one over.", valueName: "path"),
        completion: .file())
    var socket: String?

    @Option(help: ArgumentHelp("The directory of the ledger.", valueName: "dir"), completion: .directory)
    var stateDirectory: String?

    func run() async throws {
        try await DaemonCommand.explaining {
            var configuration = try await ConfigurationReader.read(file: place.file)
            configuration.socket = socket ?? configuration.socket
            configuration.stateDirectory = stateDirectory ?? configuration.stateDirectory
            try await serve(configuration)
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
}
