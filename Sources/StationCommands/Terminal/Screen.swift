import Dispatch
import Foundation

/// The terminal as a whole: a screen of its own that is gone afterwards, no cursor, keys as they are pressed.
///
/// Used by one task. Whoever opened it calls ``leave()`` on every way out.
final class Screen {
    /// What comes from the person in front of it.
    enum Input: Sendable {
        case keys([UInt8])
        case resized
        /// The terminal itself has gone.
        case gone
    }

    /// The alternate screen, no cursor, and nothing that is wider than the terminal goes on in the next line.
    private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l"
    private static let restore = "\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
    /// Bytes that are read at once; who types or pastes more has them read with the next.
    private static let chunk = 1_024

    /// Stays open until the process ends, which is soon after the screen is left.
    private let keyboard: Int32
    private let before: termios
    private let keys: any DispatchSourceRead
    private let sizes: any DispatchSourceSignal
    private var isOpen = true
    private var shown: [String] = []
    private var shownSize: ScreenSize?

    /// Whether there is a terminal that can show it, and one to type at.
    static var isPossible: Bool {
        let name = ProcessInfo.processInfo.environment["TERM"] ?? ""
        guard isatty(STDOUT_FILENO) == 1, !name.isEmpty, name != "dumb" else { return false }
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    /// Takes the terminal. Signals that end the process must be caught already: they would leave it as it is then.
    ///
    /// - Parameter tell: called from any thread.
    /// - Throws: ``CommandFailure`` where there is no terminal.
    init(_ tell: @escaping @Sendable (Input) -> Void) throws {
        // Keys come from the person's terminal, also where standard input is something else.
        let keyboard = open("/dev/tty", O_RDWR | O_CLOEXEC)
        var before = termios()
        guard keyboard >= 0, tcgetattr(keyboard, &before) == 0 else {
            throw CommandFailure(
                message: "the terminal cannot be used: \(String(cString: strerror(errno)))",
                hint: "pipe the output, through cat say, to have it line by line")
        }
        var raw = before
        raw.c_iflag &= ~tcflag_t(ICRNL | IXON)
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
        withUnsafeMutableBytes(of: &raw.c_cc) { bytes in
            bytes[Int(VMIN)] = 1
            bytes[Int(VTIME)] = 0
        }
        let keys = DispatchSource.makeReadSource(fileDescriptor: keyboard, queue: .global())
        keys.setEventHandler {
            var bytes = [UInt8](repeating: 0, count: Screen.chunk)
            let count = read(keyboard, &bytes, bytes.count)
            if count > 0 { return tell(.keys(Array(bytes[..<count]))) }
            if count < 0, errno == EINTR || errno == EAGAIN { return }
            // Else the end would be told again and again.
            keys.cancel()
            tell(.gone)
        }
        signal(SIGWINCH, SIG_IGN)
        let sizes = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .global())
        sizes.setEventHandler { tell(.resized) }
        self.keyboard = keyboard
        self.before = before
        self.keys = keys
        self.sizes = sizes
        tcsetattr(keyboard, TCSAFLUSH, &raw)
        keys.resume()
        sizes.resume()
        _ = Screen.write(Screen.enter)
    }

    deinit { leave() }

    var size: ScreenSize {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return .usual
        }
        return ScreenSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    /// Shows lines, as many as the screen has rows and none wider than it; writes nothing where they are there already.
    func show(_ lines: [String], in size: ScreenSize) {
        guard isOpen, lines != shown || size != shownSize else { return }
        // Written over and not cleared before, or it would flicker; of another size, what is there has moved.
        var text = (size == shownSize ? "" : "\u{1B}[2J") + "\u{1B}[H"
        for (index, line) in lines.enumerated() {
            if index > 0 { text += "\r\n" }
            text += line
            // Clears the rest of the line; behind the last column it would clear the character that stands there.
            if TextWidth.columns(TextWidth.plain(line)) < size.columns { text += "\u{1B}[K" }
        }
        shown = lines
        shownSize = size
        if let code = Screen.write(text) {
            leave()
            Failure.outputFailed(code)
        }
    }

    /// Makes the next ``show(_:in:)`` write everything: something else has written on the screen.
    func forget() { shownSize = nil }

    /// Gives the terminal back as it was; once is enough.
    func leave() {
        guard isOpen else { return }
        isOpen = false
        keys.cancel()
        sizes.cancel()
        _ = Screen.write(Screen.restore)
        var before = before
        tcsetattr(keyboard, TCSAFLUSH, &before)
    }

    /// All at once, so that nothing half drawn is seen; the error's number where it cannot be written.
    private static func write(_ text: String) -> Int32? {
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: break
            case EAGAIN:
                // Somebody else made the terminal a non-blocking one.
                var waiting = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
            default: return errno
            }
        }
        return nil
    }
}
