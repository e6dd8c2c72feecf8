/// The common options that most verbs of a page have: said once, with the verbs that do not have them.
struct CommonNames {
    private var exceptions: [(name: String, verbs: [String])] = []

    init(_ leaves: [Leaf], _ common: CommonArguments) {
        for name in common.arguments.compactMap({ $0.names?.first?.text }) {
            let others = leaves.filter { !common.names(of: $0.command).contains(name) }
            if others.count * 2 < leaves.count { exceptions.append((name, others.map { $0.path.last ?? "" })) }
        }
    }

    func contain(_ name: String) -> Bool { exceptions.contains { $0.name == name } }

    /// nil where there are none.
    var sentence: String? {
        let all = exceptions.filter(\.verbs.isEmpty).map(\.name)
        let parts =
            (all.isEmpty ? [] : ["All verbs here also take the common \(CommonNames.options(all))"])
            + exceptions.filter { !$0.verbs.isEmpty }.map { name, verbs in
                "all but \(Sentence.list(verbs.map { "`\($0)`" })) take `\(name)`"
            }
        guard let first = parts.first else { return nil }
        let sentence = parts.joined(separator: "; ")
        return "\(first.prefix(1).uppercased())\(sentence.dropFirst()). See stationctl(1)."
    }

    /// "option `--output`", "options `--output` and `--as`".
    static func options(_ names: [String]) -> String {
        "\(names.count == 1 ? "option" : "options") \(Sentence.list(names.map { "`\($0)`" }))"
    }
}
