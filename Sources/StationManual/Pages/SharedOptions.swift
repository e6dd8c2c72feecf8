/// Options that verbs of one page have in common, where they are so many that twice would be too much to read.
struct SharedOptions {
    private static let fewest = 12

    private let options: [ArgumentInfo]
    private let verbs: [String]

    init(_ leaves: [Leaf], _ common: CommonArguments) {
        let all = leaves.flatMap { common.own(of: $0.command).filter { $0.kind != .positional } }
        let repeated = all.filter { option in all.filter { option.isSame(as: $0) }.count > 1 }
        var options: [ArgumentInfo] = []
        for option in repeated where !options.contains(where: option.isSame) { options.append(option) }
        let users = leaves.filter { leaf in
            leaf.command.visibleArguments.filter { option in options.contains { $0.isSame(as: option) } }.count
                >= SharedOptions.fewest
        }
        // Only what all of those verbs have.
        self.options = options.filter { option in
            users.allSatisfy { $0.command.visibleArguments.contains { $0.isSame(as: option) } }
        }
        verbs = users.compactMap(\.path.last)
    }

    var title: String { "Options of \(Sentence.list(verbs))" }

    func contain(_ argument: ArgumentInfo) -> Bool {
        verbs.count > 1 && options.contains { $0.isSame(as: argument) }
    }

    func write(_ page: inout MdocWriter) {
        guard verbs.count > 1 else { return }
        page.subsection(title)
        ArgumentList(options).write(&page)
    }
}
