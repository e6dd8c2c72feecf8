import StationCommands

/// The options that every verb has, or every one about an organization: stationctl(1) explains them, once.
struct CommonArguments {
    let arguments: [ArgumentInfo]

    init() throws {
        arguments = try CommonOptions.types.flatMap { try CommandInfo(of: $0).visibleArguments }
    }

    func contain(_ argument: ArgumentInfo) -> Bool { arguments.contains { $0.isSame(as: argument) } }

    /// What is a command's alone.
    func own(of command: CommandInfo) -> [ArgumentInfo] { command.visibleArguments.filter { !contain($0) } }

    /// What a command has in common with others: `--socket` and so on.
    func names(of command: CommandInfo) -> [String] {
        command.visibleArguments.filter(contain).compactMap { $0.names?.first?.text }
    }
}
