import ArgumentParser
import Foundation

/// `stationctl`: the broker for people and scripts.
public struct Stationctl: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "stationctl",
        abstract: "See and steer the session broker of this host.",
        discussion: """
            Exit codes: 0 done, 1 refused by the broker, 64 wrong usage, 69 the broker cannot be reached or \
            went away, 74 the output could not be written.
            """,
        version: "0.1.0",
        subcommands: [
            StatusCommand.self, LoginCommand.self, LogoutCommand.self, CheckCommand.self, SessionCommand.self,
            StationCommand.self, PoolCommand.self, AccountCommand.self, OrganizationCommand.self, AuditCommand.self,
            EventsCommand.self, CallCommand.self,
        ])

    public init() {}

    /// Runs the command with this process's arguments and ends the process with its exit code.
    public static func launch() async -> Never {
        do {
            var command = try parseAsRoot(Arguments.hoisted(Array(CommandLine.arguments.dropFirst())))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Foundation.exit(0)
        } catch {
            Failure.exit(with: error)
        }
    }
}
