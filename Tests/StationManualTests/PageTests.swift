import Foundation
import Testing

@testable import StationCommands
@testable import StationDaemon
@testable import StationManual

@Suite struct PageTests {
    static let date = ManualDate(secondsSince1970: 1_795_305_600)
    static let pages = (try? Manual(date: date).pages) ?? []
    static let verbs = (try? CommandInfo(of: Stationctl.self).verbs) ?? []

    static func page(_ fileName: String) throws -> ManualPage {
        try #require(pages.first { $0.fileName == fileName }, "there is no page \(fileName)")
    }

    /// The part of a page under a heading, up to the next one.
    static func part(_ heading: String, of page: ManualPage) throws -> Substring {
        let start = try #require(page.text.range(of: "\(heading)\n"), "\(page.fileName) has no \(heading)")
        let rest = page.text[start.upperBound...]
        return rest.range(of: "\n.S").map { rest[..<$0.lowerBound] } ?? rest
    }

    static func words(_ argument: ArgumentInfo) -> [String] {
        if argument.kind == .positional { return ["Ar \(Roff.argument(argument.placeholder))"] }
        return (argument.names ?? []).map { "Fl \(Roff.literal(String($0.text.dropFirst())))" }
    }

    @Test("each verb has its page, each verb of a group its section, and every option of theirs is explained")
    func verbs() throws {
        let overview = try Self.page("stationctl.1")
        #expect(!Self.verbs.isEmpty)
        for verb in Self.verbs {
            let page = try Self.page("stationctl-\(verb.commandName).1")
            #expect(overview.text.contains(".Xr stationctl-\(verb.commandName) 1"))
            for leaf in Leaf.all(under: verb, path: [verb.commandName]) {
                #expect(page.text.contains(".Cm \(leaf.path.map(Roff.literal).joined(separator: " "))\n"))
                if !verb.verbs.isEmpty { _ = try Self.part(".Ss \(Roff.argument(leaf.name))", of: page) }
                for argument in leaf.command.arguments ?? [] where argument.shouldDisplay != false {
                    let places = [page, overview].map(\.text)
                    for word in Self.words(argument) {
                        #expect(
                            places.contains { $0.contains("\n.It \(word)") || $0.contains(" , \(word)") },
                            "\(leaf.name): \(word)")
                    }
                    if let abstract = argument.abstract, let first = Prose.lines(abstract).first {
                        #expect(places.contains { $0.contains(first) }, "\(leaf.name): \(abstract)")
                    }
                }
            }
        }
    }

    @Test("stationd(8) has each subcommand with its options")
    func daemon() throws {
        let page = try Self.page("stationd.8")
        for leaf in Leaf.all(under: try CommandInfo(of: DaemonCommand.self), path: []) {
            let part = try Self.part(".Ss \(Roff.argument(leaf.name))", of: page)
            for word in leaf.command.visibleArguments.flatMap(Self.words) { #expect(part.contains(word), "\(word)") }
        }
    }

    @Test("the exit codes of the two programs are in their pages")
    func exitCodes() throws {
        let part = try Self.part(".Sh EXIT STATUS", of: try Self.page("stationctl.1"))
        for code in [0, Failure.refused, Failure.usage, Failure.unreachable, Failure.output, Failure.configuration] {
            #expect(part.contains(".It \"\\&\(code)\"\n"), "\(code)")
        }
        let daemon = try Self.part(".Sh EXIT STATUS", of: try Self.page("stationd.8"))
        for code in [0, 1, 64, DaemonCommand.configurationError] {
            #expect(daemon.contains(".It \"\\&\(code)\"\n"), "\(code)")
        }
    }

    @Test("a page that another one names is there")
    func references() {
        let names = Set(Self.pages.map(\.reference))
        for page in Self.pages {
            for line in page.text.split(separator: "\n") where line.hasPrefix(".Xr station") {
                let words = line.split(separator: " ")
                let reference = Reference(name: String(words[1]), section: Int(words[2]) ?? 0)
                #expect(names.contains(reference), "\(page.fileName): \(line)")
            }
        }
    }

    @Test("no text waits for a verb that is not there")
    func texts() {
        #expect(Set(VerbText.all.keys).isSubset(of: Self.verbs.map(\.commandName)))
    }

    @Test("the date is the source's, not the day's")
    func dates() {
        #expect(ManualDate(secondsSince1970: 0).text == "January 1, 1970")
        #expect(ManualDate.ofSource(environment: ["SOURCE_DATE_EPOCH": "1795305600"])?.text == "November 22, 2026")
        #expect(Self.pages.allSatisfy { $0.text.contains("\n.Dd November 22, 2026\n") })
    }
}
