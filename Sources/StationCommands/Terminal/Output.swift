import ArgumentParser
import StationProtocol

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}

/// What a command shows: as it is for programs, in words for people. The one renderer of both.
struct Output {
    /// For people: a table, facts about one thing, or a sentence.
    enum Body {
        case table(Table, empty: String)
        case facts([(String, String)])
        case sentence(String)
    }

    var json: JSON
    var body: Body

    func show(_ format: OutputFormat) {
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.value(json)
            Terminal.line(writer.text)
        case .table:
            let style = Style(for: .standardOutput)
            switch body {
            case .table(let table, let empty): Terminal.line(table.rows.isEmpty ? empty : table.text(style))
            case .facts(let facts):
                let width = facts.map(\.0.count).max() ?? 0
                for (name, value) in facts {
                    let padding = String(repeating: " ", count: width - name.count + 2)
                    Terminal.line(style.bold(name) + padding + Words.clean(value))
                }
            case .sentence(let text): Terminal.line(Words.clean(text))
            }
        }
    }
}
