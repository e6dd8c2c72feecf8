import ArgumentParser
import StationCommands
import StationDaemon

/// What shells complete of the two command lines; ArgumentParser writes it.
public enum Completions {
    public struct File: Sendable {
        /// As the shell looks for it.
        public var name: String
        public var text: String
    }

    public static let files: [File] =
        files("stationctl") { Stationctl.completionScript(for: $0) }
        + files("stationd") { DaemonCommand.completionScript(for: $0) }

    private static func files(_ program: String, _ script: (CompletionShell) -> String) -> [File] {
        let names: [(String, CompletionShell)] = [
            ("\(program).bash", .bash), ("_\(program)", .zsh), ("\(program).fish", .fish),
        ]
        return names.map { name, shell in
            // It is read by a shell, not run.
            let text = script(shell).trimmingPrefix(/#!.*\n/)
            return File(name: name, text: String(text.hasSuffix("\n") ? text : text + "\n"))
        }
    }
}
