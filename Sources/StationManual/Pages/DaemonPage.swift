/// `stationd(8)`: the daemon, for whoever looks after the host.
struct DaemonPage {
    let command: CommandInfo
    let date: ManualDate?

    var page: ManualPage {
        ManualPage("stationd", 8, title: Sentence.title(command.abstract ?? ""), date: date) { page in
            writeSynopsis(&page)
            page.section("DESCRIPTION")
            if let discussion = command.discussion { page.text(discussion) }
            page.text(DaemonText.description)
            page.section("SUBCOMMANDS")
            for leaf in leaves {
                page.subsection(leaf.name)
                page.paragraph(leaf.command.abstract ?? "")
                if let discussion = leaf.command.discussion { page.text(discussion) }
                ArgumentList(leaf.command.visibleArguments).write(&page)
            }
            page.paragraph("Each takes `--help` and `--version` too.")
            for (title, text) in DaemonText.sections {
                page.section(title)
                page.text(text)
            }
            page.section("SEE ALSO")
            References(DaemonText.references, but: "stationd").write(&page)
            for (title, text) in DaemonText.warnings {
                page.section(title)
                page.text(text)
            }
        }
    }

    private var leaves: [Leaf] { Leaf.all(under: command, path: []) }

    private func writeSynopsis(_ page: inout MdocWriter) {
        page.section("SYNOPSIS")
        for leaf in leaves {
            page.macro("Nm")
            let word = "Cm \(leaf.path.map(Roff.literal).joined(separator: " "))"
            leaf.name == command.defaultSubcommand
                ? page.macro("Op", word) : page.macro(word)
            ArgumentList(leaf.command.visibleArguments).writeSynopsis(&page)
        }
    }
}
