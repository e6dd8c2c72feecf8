/// `stationctl(1)`: what it is, which verbs it has, and what all of them have in common.
struct StationctlPage {
    let command: CommandInfo
    let common: CommonArguments
    let verbs: [ManualPage]
    let others: [ManualPage]
    let date: ManualDate?

    var page: ManualPage {
        ManualPage("stationctl", 1, title: Sentence.title(command.abstract ?? ""), date: date) { page in
            writeSynopsis(&page)
            page.section("DESCRIPTION")
            page.text(StationctlText.description)
            writeVerbs(&page)
            page.section("COMMON OPTIONS")
            page.text(StationctlText.commonOptions)
            ArgumentList(common.arguments + (command.arguments ?? []).filter(\.isParsers)).write(&page)
            for (title, text) in [
                ("ENVIRONMENT", StationctlText.environment), ("FILES", StationctlText.files),
                ("EXIT STATUS", StationctlText.exitStatus), ("EXAMPLES", StationctlText.examples),
            ] {
                page.section(title)
                page.text(text)
            }
            page.section("SEE ALSO")
            References((verbs + others).map { "\($0.name)(\($0.section))" }, but: "stationctl").write(&page)
        }
    }

    private func writeSynopsis(_ page: inout MdocWriter) {
        page.section("SYNOPSIS")
        page.macro("Nm")
        page.macro("Op", "Ar", "common options")
        page.macro("Ar", "verb")
        page.macro("Op", "Ar", "argument", "...")
        page.macro("Nm")
        page.macro("Cm", "help")
        page.macro("Op", "Ar", "verb", "...")
        page.macro("Nm")
        page.macro("Fl", "\\-version")
    }

    private func writeVerbs(_ page: inout MdocWriter) {
        page.section("VERBS")
        page.list(width: "organization") { list in
            for verb in command.verbs {
                var abstract = verb.abstract ?? ""
                if abstract.hasSuffix(".") { abstract.removeLast() }
                let inner = verb.verbs.map { "`\($0.commandName)`" }
                let words = inner.isEmpty ? "" : " Verbs: \(Sentence.list(inner))."
                list.item(
                    "Cm \(Roff.literal(verb.commandName))",
                    "\(abstract).\(words) See stationctl-\(verb.commandName)(1).")
            }
        }
    }
}
