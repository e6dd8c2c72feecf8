/// A page that another one names: `stationd(8)`, with what stands behind it.
struct Reference: Hashable, Comparable {
    var name: String
    var section: Int
    private var tail = ""

    init(name: String, section: Int) {
        self.name = name
        self.section = section
    }

    /// nil for a word that names no page.
    init?(_ word: String) {
        guard let match = word.wholeMatch(of: /([a-z][a-z0-9_.-]+)\(([1-8])\)([.,;:)]*)/), let section = Int(match.2)
        else { return nil }
        self.init(name: String(match.1), section: section)
        tail = String(match.3)
    }

    /// As roff: "Xr stationd 8 .".
    var macros: String { (["Xr", name, "\(section)"] + tail.map(String.init)).joined(separator: " ") }

    static func < (left: Reference, right: Reference) -> Bool {
        (left.section, left.name) < (right.section, right.name)
    }
}
