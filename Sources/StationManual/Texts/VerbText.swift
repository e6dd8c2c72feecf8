/// What the page of a verb says beside what the command line says. A verb without an entry has a page all the same.
struct VerbText {
    var description = ""
    var files = ""
    var exitStatus = ""
    var examples = ""
    /// Other pages that help here, as `page(1)`.
    var references: [String] = []

    static func of(_ verb: String) -> VerbText { all[verb] ?? VerbText() }

    static let all: [String: VerbText] = sessions.merging(administration) { first, _ in first }
        .merging(maintenance) { first, _ in first }
        .merging(broker) { first, _ in first }
}
