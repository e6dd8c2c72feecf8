/// Words put together for people.
enum Sentence {
    /// "a", "a and b", "a, b and c".
    static func list(_ words: [String], _ last: String = "and") -> String {
        guard words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) \(last) \(words[words.count - 1])"
    }

    /// A sentence as the line behind a page's name: "the people who log in".
    static func title(_ sentence: String) -> String {
        var text = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        let second = text.dropFirst().first
        if let first = text.first, second?.isUppercase != true { text = first.lowercased() + text.dropFirst() }
        return text
    }
}
