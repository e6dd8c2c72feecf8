/// One paragraph of the manual's markup as lines of roff, a sentence on each.
///
/// The markup: `` `typed` ``, `<value>`, `page(1)`. Options (`--all`) and paths are found by their form, so that help texts,
/// which have no markup, look the same.
struct Prose {
    private(set) var lines: [String] = []
    private var line: [String] = []
    private var endsSentence = false

    static func lines(_ paragraph: String) -> [String] {
        var prose = Prose()
        for word in words(paragraph) { prose.add(word) }
        prose.flush()
        return prose.lines
    }

    /// All on one line, for places where no macro may stand.
    static func inline(_ text: String) -> String { words(text).map(styled).joined(separator: " ") }

    private mutating func add(_ word: String) {
        if endsSentence, word.first?.isUppercase == true || word.hasPrefix("`") { flush() }
        endsSentence = word.hasSuffix(".") || word.hasSuffix(".)") || word.hasSuffix("?")
        if let reference = Reference(word) {
            flush()
            lines.append(".\(reference.macros)")
        } else {
            line.append(Prose.styled(word))
        }
    }

    private mutating func flush() {
        if !line.isEmpty { lines.append(Roff.line(line.joined(separator: " "))) }
        line = []
    }

    /// At blanks; one between backticks belongs to the word.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isCode = false
        for character in text {
            if character == "`" { isCode.toggle() }
            if character.isWhitespace, !isCode {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character.isWhitespace ? " " : character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func styled(_ word: String) -> String {
        guard !word.contains("`") else {
            // Every second part stands between backticks.
            return word.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
                index.isMultiple(of: 2) ? plain(String(part)) : bold(String(part))
            }.joined()
        }
        return plain(word)
    }

    private static func plain(_ word: String) -> String {
        if let open = word.firstIndex(of: "<"), let close = word[open...].firstIndex(of: ">") {
            let value = word[word.index(after: open)..<close]
            return plain(String(word[..<open])) + "\\fI\(Roff.whole(String(value)))\\fP"
                + plain(String(word[word.index(after: close)...]))
        }
        let core = word.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-/._$*~".contains($0)) }
        let end = core.lastIndex { $0.isLetter || $0.isNumber } ?? core.startIndex
        let tail = core.isEmpty ? word[...] : word[word.index(after: end)...]
        let name = word[..<tail.startIndex]
        if name.hasPrefix("--"), name.count > 2 { return bold(String(name)) + Roff.prose(String(tail)) }
        if name.hasPrefix("/"), name.count > 2 {
            return "\\fI\(Roff.whole(String(name)))\\fP" + Roff.prose(String(tail))
        }
        // Names of variables and words of the protocol stay whole.
        let isName =
            word.dropLast().contains { "_.".contains($0) } || (word.count > 4 && word.allSatisfy { !$0.isLowercase })
        return (isName ? "\\%" : "") + Roff.prose(word)
    }

    private static func bold(_ text: String) -> String { "\\fB\(Roff.whole(text))\\fP" }
}
