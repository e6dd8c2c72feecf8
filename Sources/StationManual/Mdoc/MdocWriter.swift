/// Writes one page in mdoc, which mandoc and groff both read.
struct MdocWriter {
    private(set) var lines: [String] = []
    /// Right behind a heading no paragraph begins: there is one already.
    private var isFresh = true

    mutating func macro(_ name: String, _ arguments: String...) {
        lines.append((["." + name] + arguments).joined(separator: " "))
    }

    /// A line of macros that is ready: "Op Fl \\-all".
    mutating func call(_ macros: String) { lines.append(".\(macros)") }

    mutating func section(_ title: String) {
        macro("Sh", title)
        isFresh = true
    }

    mutating func subsection(_ title: String) {
        macro("Ss", Roff.argument(title))
        isFresh = true
    }

    mutating func paragraph(_ text: String) {
        if !isFresh { macro("Pp") }
        lines += Prose.lines(text)
        isFresh = false
    }

    /// Paragraphs, lists and examples in the markup of ``Markup``.
    mutating func text(_ text: String) {
        var items: [(term: String, text: String)] = []
        for block in Markup.blocks(text) + [.end] {
            if case .definition(let term, let text) = block {
                items.append((term, text))
                continue
            }
            if !items.isEmpty {
                list(width: "Ds") { list in
                    for item in items { list.item(Roff.quoted(Prose.inline(item.term)), item.text) }
                }
                items = []
            }
            switch block {
            case .paragraph(let text): paragraph(text)
            case .code(let lines): code(lines)
            case .definition, .end: break
            }
        }
    }

    mutating func code(_ code: [String]) {
        macro("Bd", "-literal", "-offset", "indent")
        lines += code.map { Roff.line(Roff.literal($0)) }
        macro("Ed")
        isFresh = false
    }

    /// - Parameter width: a word as wide as the terms; the text of wider ones begins on the next line.
    mutating func list(width: String, isCompact: Bool = false, _ body: (inout MdocWriter) -> Void) {
        macro("Bl", "-tag", "-width", Roff.argument(width) + (isCompact ? " -compact" : ""))
        body(&self)
        macro("El")
        isFresh = false
    }

    /// - Parameter head: what stands behind `.It`, in roff.
    mutating func item(_ head: String, _ text: String) {
        macro("It", head)
        isFresh = true
        self.text(text)
    }
}
