/// An argument, an option or a flag, as ArgumentParser knows it.
struct ArgumentInfo: Decodable, Hashable {
    enum Kind: String, Decodable {
        case positional, option, flag
    }

    struct Name: Decodable, Hashable {
        enum Kind: String, Decodable {
            case long, short, longWithSingleDash
        }

        var kind: Kind
        var name: String

        /// As it is typed.
        var text: String { kind == .long ? "--\(name)" : "-\(name)" }
    }

    var kind: Kind
    var names: [Name]?
    var valueName: String?
    var abstract: String?
    var discussion: String?
    var defaultValue: String?
    var allValues: [String]?
    var sectionTitle: String?
    var isOptional: Bool
    var isRepeating: Bool
    var shouldDisplay: Bool?

    /// `--help` and `--version`.
    var isParsers: Bool { kind == .flag && names?.contains { ["help", "version"].contains($0.name) } == true }

    /// Which value stands here, for people.
    var placeholder: String { valueName ?? "value" }

    /// Whether `other` means the same wherever it stands.
    func isSame(as other: ArgumentInfo) -> Bool {
        kind == other.kind && names == other.names && valueName == other.valueName && abstract == other.abstract
    }

    /// `--busy` and `--no-busy`, which the parser has as two, as one; nil for others.
    func merged(with next: ArgumentInfo) -> ArgumentInfo? {
        guard kind == .flag, next.kind == .flag, abstract == next.abstract, let name = names?.first,
            next.names?.first?.name == "no-\(name.name)"
        else { return nil }
        var both = self
        both.names = [name] + (next.names ?? [])
        return both
    }

    /// The sentences that explain it, in the markup of ``Prose``.
    var explanation: String {
        var sentences = [abstract, discussion].compactMap { $0?.isEmpty == false ? $0 : nil }
        let said = sentences.joined(separator: " ")
        let words = Set(said.split { !$0.isLetter && $0 != "_" && $0 != "." }.map { $0.trimmingSuffix(".") })
        if let values = allValues, !words.isSuperset(of: values) {
            sentences.append("One of \(Sentence.list(values.map { "`\($0)`" }, "or")).")
        }
        if kind == .option, isRepeating { sentences.append("Several may follow, with spaces between.") }
        if kind != .flag, let standard = defaultValue, !standard.isEmpty {
            sentences.append("The default is `\(standard)`.")
        }
        return sentences.isEmpty ? "See above." : sentences.joined(separator: " ")
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
