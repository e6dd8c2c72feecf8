/// A command that does something: `session list`, `login`.
struct Leaf {
    /// Its words behind the program's name.
    var path: [String]
    var command: CommandInfo

    var name: String { path.joined(separator: " ") }

    /// All of them under a command, in the order of the help; the command itself where it has no verbs.
    static func all(under command: CommandInfo, path: [String]) -> [Leaf] {
        guard !command.verbs.isEmpty else { return [Leaf(path: path, command: command)] }
        return command.verbs.flatMap { all(under: $0, path: path + [$0.commandName]) }
    }
}
