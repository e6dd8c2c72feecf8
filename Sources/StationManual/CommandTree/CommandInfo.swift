import ArgumentParser
import Foundation

/// A command as ArgumentParser knows it: what `--experimental-dump-help` prints, as far as the manual wants it.
struct CommandInfo: Decodable {
    var commandName: String
    var aliases: [String]?
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var defaultSubcommand: String?
    var subcommands: [CommandInfo]?
    var arguments: [ArgumentInfo]?

    private struct Dump: Decodable {
        var command: CommandInfo
    }

    init(of type: any ParsableArguments.Type) throws {
        self = try JSONDecoder().decode(Dump.self, from: Data(type._dumpHelp().utf8)).command
    }

    /// What people may see, without `help`, which the parser adds everywhere.
    var verbs: [CommandInfo] { (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" } }

    /// What people may see, without `--help` and `--version`, which the parser adds everywhere.
    var visibleArguments: [ArgumentInfo] {
        var visible: [ArgumentInfo] = []
        for argument in arguments ?? [] where argument.shouldDisplay != false && !argument.isParsers {
            if let last = visible.last, let pair = last.merged(with: argument) {
                visible[visible.count - 1] = pair
            } else {
                visible.append(argument)
            }
        }
        return visible
    }
}
