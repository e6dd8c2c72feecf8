import ArgumentParser
import Foundation
import StationHost
import StationStore

/// `stationd`: the command line of the daemon.
public struct DaemonCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "stationd",
        abstract: "The session broker for contact-centre hosts.",
        discussion: """
            Holds station-ID assignments and single-active-session locks for the agents of this host, and answers on a \
            Unix socket. Without a subcommand it serves, in the foreground, until SIGTERM.
            """,
        version: Version.current,
        subcommands: [ServeCommand.self, CheckCommand.self, RestoreCommand.self],
        defaultSubcommand: ServeCommand.self)

    public init() {}

    /// Runs the command with this process's arguments; does not come back when they are wrong.
    public static func launch() async { await main() }

    /// Runs `body`; an error ends the process with `stationd: error: …`, a line with the remedy, and its exit code: 78
    /// (EX_CONFIG) for the configuration, else 1.
    static func explaining(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as ConfigurationError {
            fail(error.message, error.remedy, code: configurationError)
        } catch let error as LedgerError {
            fail(error.message, error.remedy, code: 1)
        } catch let error as HostError {
            fail(error.message, error.remedy, code: 1)
        } catch let exit as ExitCode {
            throw exit
        } catch {
            fail("\(error)", "see the message above", code: 1)
        }
    }

    /// The exit code of a configuration that cannot be used: EX_CONFIG of sysexits.h.
    static let configurationError: Int32 = 78

    private static func fail(_ message: String, _ remedy: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("stationd: error: \(message)\nstationd: hint: \(remedy)\n".utf8))
        Foundation.exit(code)
    }
}
