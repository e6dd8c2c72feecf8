import Foundation

/// Standard output and the person in front of it.
enum Terminal {
    /// Writes a line at once, so that a program behind a pipe sees it at once.
    static func line(_ text: String) {
        let bytes = Array("\(text)\n".utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { Failure.outputFailed(errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Asks on standard error; anything but a yes is a no.
    ///
    /// - Throws: ``UsageError`` where there is nobody to ask.
    static func confirm(_ question: String) throws -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            throw UsageError(message: "there is nobody to ask \"\(question)\"", hint: "say --yes to go ahead unasked")
        }
        FileHandle.standardError.write(Data("\(question) [y/N] ".utf8))
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }

    /// A word to the person, beside the output.
    static func tell(_ text: String) {
        FileHandle.standardError.write(Data("\(Words.clean(text))\n".utf8))
    }

    /// Asks for a line on standard error; nil where there is nobody to ask.
    ///
    /// - Throws: ``CommandFailure`` where the person gives up with Ctrl-D.
    static func ask(_ question: String) throws -> String? {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
        FileHandle.standardError.write(Data("\(question) ".utf8))
        guard let answer = readLine() else {
            FileHandle.standardError.write(Data("\n".utf8))
            throw CommandFailure(message: "nothing was done", hint: "answer the question, or name it as an option")
        }
        return answer.trimmingCharacters(in: .whitespaces)
    }

    /// A line that is written over while something goes on; nothing where standard error is no terminal.
    static func progress(_ text: String, isLast: Bool = false) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(isLast ? "" : text)".utf8))
    }
}
