/// The command line as it was typed, made into what the parser wants.
enum Arguments {
    /// `stationctl --socket PATH status` means what `stationctl status --socket PATH` says: options of every command may
    /// stand before it too.
    static func hoisted(_ arguments: [String]) -> [String] {
        var leading: [String] = []
        var rest = arguments[...]
        while let first = rest.first, let option = ["--socket", "--output"].first(where: { isOption(first, $0) }) {
            let count = first == option ? 2 : 1
            guard rest.count > count else { return arguments }
            leading += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
        return rest + leading
    }

    private static func isOption(_ argument: String, _ option: String) -> Bool {
        argument == option || argument.hasPrefix("\(option)=")
    }
}
