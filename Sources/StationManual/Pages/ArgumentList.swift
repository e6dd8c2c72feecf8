/// How arguments look on a page: in the synopsis, and one by one.
struct ArgumentList {
    /// More of them than this make a synopsis that nobody reads.
    private static let mostInSynopsis = 14

    let arguments: [ArgumentInfo]

    init(_ arguments: [ArgumentInfo]) { self.arguments = arguments }

    func writeSynopsis(_ page: inout MdocWriter) {
        let options = arguments.filter { $0.kind != .positional }
        if options.count > ArgumentList.mostInSynopsis {
            page.macro("Op", "Ar", "option", "...")
        } else {
            for option in options { page.call((option.isOptional ? "Op " : "") + ArgumentList.usage(option)) }
        }
        for argument in arguments where argument.kind == .positional {
            page.call((argument.isOptional ? "Op " : "") + ArgumentList.value(argument))
        }
    }

    /// Arguments first, then options, those with a heading of their own under it.
    func write(_ page: inout MdocWriter) {
        var titles: [String?] = []
        for argument in arguments where !titles.contains(argument.sectionTitle) { titles.append(argument.sectionTitle) }
        for title in titles.sorted(by: { $0 == nil && $1 != nil }) {
            let items = arguments.filter { $0.sectionTitle == title }
            if let title { page.paragraph("\(title):") }
            page.list(width: "Ds") { list in
                for item in items.filter({ $0.kind == .positional }) + items.filter({ $0.kind != .positional }) {
                    list.item(ArgumentList.head(item), item.explanation)
                }
            }
        }
    }

    /// What stands behind `.It`: "Fl o Ar slug , Fl \-organization Ar slug".
    private static func head(_ argument: ArgumentInfo) -> String {
        guard argument.kind != .positional else { return value(argument) }
        let names = (argument.names ?? []).sorted { $0.text.count < $1.text.count }
        return names.map { "\(flag($0))\(argument.kind == .option ? " \(value(argument))" : "")" }
            .joined(separator: " , ")
    }

    /// The same for a synopsis: the long name is enough.
    private static func usage(_ option: ArgumentInfo) -> String {
        let names = option.names ?? []
        if option.kind == .flag, names.count > 1 { return names.map(flag).joined(separator: " | ") }
        guard let name = names.first(where: { $0.kind == .long }) ?? names.first else { return "" }
        return option.kind == .option ? "\(flag(name)) \(value(option))" : flag(name)
    }

    private static func flag(_ name: ArgumentInfo.Name) -> String {
        // mdoc writes one of the hyphens.
        "Fl \(Roff.literal(String(name.text.dropFirst())))"
    }

    private static func value(_ argument: ArgumentInfo) -> String {
        "Ar \(Roff.argument(argument.placeholder))\(argument.isRepeating ? " ..." : "")"
    }
}
