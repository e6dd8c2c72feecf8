/// The command line as it was typed, made into what the parser wants.
enum Arguments {
    /// Options of every command, which may stand before it too, and whether they have a value.
    private static let common = [
        "--socket": true, "--output": true, "--as": true, "--password-stdin": false, "--organization": true, "-o": true,
    ]

    /// `stationctl --socket PATH status` means what `stationctl status --socket PATH` says.
    ///
    /// `--organization` is not an option of every command; together with `--as` it says whose account that is.
    static func hoisted(_ arguments: [String]) -> [String] {
        var leading: [String] = []
        var rest = arguments[...]
        while let first = rest.first, let (option, hasValue) = common.first(where: { isOption(first, $0.key) }) {
            let count = first == option && hasValue ? 2 : 1
            guard rest.count > count else { return arguments }
            leading += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
        return rest + leading
    }

    /// The value of the last of these options, wherever it stands.
    static func value(of options: [String], in arguments: [String]) -> String? {
        var value: String?
        for (index, argument) in arguments.enumerated() {
            for option in options where isOption(argument, option) {
                value =
                    argument == option
                    ? arguments.dropFirst(index + 1).first : String(argument.dropFirst(option.count + 1))
            }
        }
        return value
    }

    /// Without an option that the command does not have.
    static func without(_ options: [String], in arguments: [String]) -> [String] {
        var kept: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard let option = options.first(where: { isOption(argument, $0) }) else {
                kept.append(argument)
                continue
            }
            if argument == option { rest = rest.dropFirst() }
        }
        return kept
    }

    private static func isOption(_ argument: String, _ option: String) -> Bool {
        argument == option || argument.hasPrefix("\(option)=")
    }
}
