/// `stationctl-session(1)` and its like: one verb of the first level, with all that is under it.
struct VerbPage {
    let verb: CommandInfo
    let common: CommonArguments
    let date: ManualDate?

    private var text: VerbText { VerbText.of(verb.commandName) }
    private var leaves: [Leaf] { Leaf.all(under: verb, path: [verb.commandName]) }
    private var isGroup: Bool { !verb.verbs.isEmpty }

    private var commonNames: CommonNames { CommonNames(leaves.count > 1 ? leaves : [], common) }

    var page: ManualPage {
        let title = Sentence.title(verb.abstract ?? "")
        return ManualPage("stationctl-\(verb.commandName)", 1, title: title, date: date) { page in
            writeSynopsis(&page)
            writeDescription(&page)
            write("FILES", text.files, &page)
            write("EXIT STATUS", text.exitStatus, &page)
            write("EXAMPLES", text.examples, &page)
            writeReferences(&page)
        }
    }

    private func writeSynopsis(_ page: inout MdocWriter) {
        page.section("SYNOPSIS")
        for leaf in leaves {
            page.macro("Nm", "stationctl")
            page.macro("Cm", leaf.path.map(Roff.literal).joined(separator: " "))
            ArgumentList(common.own(of: leaf.command)).writeSynopsis(&page)
        }
    }

    private func writeDescription(_ page: inout MdocWriter) {
        page.section("DESCRIPTION")
        if isGroup {
            if let discussion = verb.discussion { page.text(discussion) }
            page.text(text.description)
            if verb.discussion == nil, text.description.isEmpty { page.paragraph(verb.abstract ?? "") }
            if let sentence = commonNames.sentence { page.paragraph(sentence) }
            page.section("VERBS")
            let shared = SharedOptions(leaves, common)
            for leaf in leaves {
                page.subsection(leaf.name)
                write(leaf, shared, &page)
            }
            shared.write(&page)
        } else {
            write(leaves[0], SharedOptions([], common), &page)
        }
    }

    private func write(_ leaf: Leaf, _ shared: SharedOptions, _ page: inout MdocWriter) {
        // The page's title says it already, and is enough where there is more to say.
        if isGroup || (leaf.command.discussion == nil && text.description.isEmpty) {
            page.paragraph(leaf.command.abstract ?? "")
        }
        if let aliases = leaf.command.aliases {
            page.paragraph("Also written \(Sentence.list(aliases.map { "`\($0)`" }, "or")).")
        }
        if let discussion = leaf.command.discussion { page.text(discussion) }
        if !isGroup { page.text(text.description) }
        let own = common.own(of: leaf.command)
        let others = own.filter { !shared.contain($0) }
        if !others.isEmpty { ArgumentList(others).write(&page) }
        if others.count < own.count { page.paragraph("Its other options are those under \(shared.title), below.") }
        let names = common.names(of: leaf.command).filter { !commonNames.contain($0) }
        guard !names.isEmpty else { return }
        page.paragraph("It also takes the common \(CommonNames.options(names)); see stationctl(1).")
    }

    private func write(_ section: String, _ text: String, _ page: inout MdocWriter) {
        guard !text.isEmpty else { return }
        page.section(section)
        page.text(text)
    }

    private func writeReferences(_ page: inout MdocWriter) {
        page.section("SEE ALSO")
        References(text.references + ["stationctl(1)", "stationd(8)"], but: "stationctl-\(verb.commandName)").write(
            &page)
    }
}
