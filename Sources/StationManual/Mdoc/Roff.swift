/// Text as roff wants it: nothing in it is taken for a request, and what is shown can be copied and searched.
enum Roff {
    /// Words of a sentence. A hyphen between letters stays one; elsewhere it is a minus, as it is typed.
    static func prose(_ text: String) -> String {
        let characters = Array(text)
        var roff = ""
        for (index, character) in characters.enumerated() {
            let isBetweenLetters =
                index > 0 && index + 1 < characters.count && characters[index - 1].isLetter
                && characters[index + 1].isLetter
            switch character {
            case "-": roff += isBetweenLetters ? "-" : "\\-"
            // An apostrophe is one; a quote around something is there to be typed.
            case "'": roff += isBetweenLetters ? "'" : "\\(aq"
            default: roff += literal(character)
            }
        }
        return roff
    }

    /// What is typed or printed just so.
    static func literal(_ text: String) -> String { text.map(literal).joined() }

    /// The same inside a sentence: no word of it is divided at the end of a line.
    static func whole(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { "\\%\(literal(String($0)))" }
            .joined(separator: " ")
    }

    /// One argument of a macro, whatever it says.
    static func argument(_ text: String) -> String { quoted(literal(text)) }

    /// Roff that was escaped already, as one argument of a macro.
    static func quoted(_ roff: String) -> String { "\"\\&\(roff.replacing("\"", with: "\\(dq"))\"" }

    /// A line of text: one that begins with a dot or a quote would be a request.
    static func line(_ roff: String) -> String { roff.hasPrefix(".") || roff.hasPrefix("'") ? "\\&\(roff)" : roff }

    private static func literal(_ character: Character) -> String {
        switch character {
        case "\\": return "\\e"
        case "-", "−": return "\\-"
        case "'": return "\\(aq"
        case "`": return "\\(ga"
        case "^": return "\\(ha"
        case "~": return "\\(ti"
        case "–": return "\\(en"
        default:
            guard !character.isASCII else { return String(character) }
            return character.unicodeScalars.map { scalar in
                let digits = String(scalar.value, radix: 16, uppercase: true)
                return "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
            }.joined()
        }
    }
}
