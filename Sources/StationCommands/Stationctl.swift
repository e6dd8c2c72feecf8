import ArgumentParser
import Foundation
import StationProtocol

/// `stationctl`: the broker for people and scripts.
public struct Stationctl: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "stationctl",
        abstract: "See and steer the session broker of this host.",
        discussion: """
            Exit codes: 0 done, 1 refused by the broker, 64 wrong usage, 69 the broker cannot be reached or \
            went away, 74 the output could not be written, 78 the daemon's configuration is wrong.
            """,
        version: Version.current,
        subcommands: [
            StatusCommand.self, LoginCommand.self, LogoutCommand.self, CheckCommand.self, SessionCommand.self,
            StationCommand.self, PoolCommand.self, AccountCommand.self, PasswordCommand.self, OrganizationCommand.self,
            HostCommand.self, ConfigCommand.self, AuditCommand.self, EventsCommand.self,
            DoctorCommand.self, BackupCommand.self, MetricsCommand.self, PamCommand.self, CallCommand.self,
        ])

    public init() {}

    /// Runs the command with this process's arguments and ends the process with its exit code.
    public static func launch() async -> Never {
        do {
            var command = try parse(Arguments.hoisted(Array(CommandLine.arguments.dropFirst())))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            await ConsoleLogin.shared.close()
            Foundation.exit(0)
        } catch {
            await ConsoleLogin.shared.close()
            Failure.exit(with: error)
        }
    }

    /// With `--as`, `--organization` says whose account acts; commands that have no such option of their own do without.
    private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        guard let text = Arguments.value(of: ["--organization", "-o"], in: arguments),
            Arguments.value(of: ["--as"], in: arguments) != nil
        else { return try parseAsRoot(arguments) }
        // What is no slug is refused where it stands, not left out.
        guard let slug = Slug(text) else { return try parseAsRoot(arguments) }
        ConsoleLogin.shared.organization.withLock { $0 = slug }
        if let command = try? parseAsRoot(arguments) { return command }
        return try parseAsRoot(Arguments.without(["--organization", "-o"], in: arguments))
    }
}
