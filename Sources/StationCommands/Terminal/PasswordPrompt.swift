import Foundation
import StationProtocol

/// Asks for passwords: without echo at a terminal, or line by line from standard input. Never from the command line, where
/// everybody on the host could read them.
struct PasswordPrompt {
    var readsStandardInput: Bool

    /// - Throws: ``UsageError`` where there is nobody to ask, ``CommandFailure`` for what is no password.
    func password(_ question: String) throws -> Password {
        guard let bytes = readsStandardInput ? StandardInput.line() : Keyboard.hidden(question) else {
            throw UsageError(
                message: "there is no line left for: \(question)",
                hint: readsStandardInput
                    ? "give one line for each password" : "say --password-stdin to give it on standard input")
        }
        // Bytes that are not UTF-8 would all become one and the same character.
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(
                message: "what came for \(question) is not UTF-8", hint: "set the terminal, or the locale, to UTF-8")
        }
        guard let password = Password(text) else {
            throw CommandFailure(message: "that is not \(Password.expectation)", hint: "type it again")
        }
        return password
    }

    /// One that may be left out: nil where standard input has no more lines.
    func passwordIfThere(_ question: String) throws -> Password? {
        readsStandardInput && StandardInput.isAtEnd ? nil : try newPassword(question)
    }

    /// A new one: typed twice where a person types it.
    func newPassword(_ question: String) throws -> Password {
        while true {
            let first = try password(question)
            guard !readsStandardInput else { return first }
            if try password("the same again") == first { return first }
            Terminal.tell("these were not the same; once more")
        }
    }

    /// Whether somebody can be asked again after a wrong answer.
    var isPerson: Bool { !readsStandardInput && Keyboard.isThere }
}

/// The person's terminal, also where standard input is something else.
private enum Keyboard {
    static var isThere: Bool {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    /// Reads a line without showing it; nil where there is no terminal or the line was given up with Ctrl-D.
    static func hidden(_ question: String) -> [UInt8]? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return nil }
        // Keys come as they are, Ctrl-C among them, so that typing no key leaves the terminal without echo.
        var quiet = before
        quiet.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(terminal, TCSAFLUSH, &quiet)
        // Asked only now: what is typed at once is hidden too.
        write(terminal, "\(question): ")
        defer {
            tcsetattr(terminal, TCSAFLUSH, &before)
            write(terminal, "\n")
        }
        return line(terminal) {
            tcsetattr(terminal, TCSAFLUSH, &before)
            write(terminal, "\n")
            exit(130)
        }
    }

    private static func line(_ terminal: Int32, interrupted: () -> Never) -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            guard read(terminal, &byte, 1) == 1 else { return nil }
            switch byte {
            case 0x0A, 0x0D: return bytes
            case 0x03: interrupted()
            case 0x04: if bytes.isEmpty { return nil }
            // Ctrl-Z and Ctrl-\ are no part of a password.
            case 0x1A, 0x1C: break
            case 0x15: bytes.removeAll()
            case 0x08, 0x7F:
                // A character of several bytes goes as a whole.
                while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
            default: bytes.append(byte)
            }
        }
    }

    private static func write(_ terminal: Int32, _ text: String) {
        _ = text.withCString { Glibc.write(terminal, $0, strlen($0)) }
    }
}
