import Foundation
import StationProtocol

/// A real process that holds a session: Support/desktop.py.
final class Desktop {
    let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var buffer: [UInt8] = []
    /// The reply to its first request.
    private(set) var reply = JSON.null

    init(
        _ socket: String, _ params: JSON, method: String = "session.open", _ behaviour: String = "stay",
        uid: UInt32? = nil
    ) throws {
        var writer = JSONWriter()
        writer.value(params)
        let script = Programs.root.appendingPathComponent("Tests/SystemTests/Support/desktop.py").path
        var arguments = ["/usr/bin/python3", script, socket, method, writer.text, behaviour]
        if let uid { arguments = ["/usr/bin/setpriv", "--reuid", "\(uid)", "--clear-groups"] + arguments }
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        reply = try JSONReader.read(try line())
    }

    deinit { end() }

    var pid: Int32 { process.processIdentifier }
    var token: JSON { reply["result"]?["token"] ?? .null }
    var session: JSON { reply["result"]?["session"] ?? .null }

    /// The next line that it prints.
    func line() throws -> String {
        let descriptor = output.fileHandleForReading.fileDescriptor
        var byte: UInt8 = 0
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, 20_000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0, read(descriptor, &byte, 1) == 1 else {
                throw Line.Failure(description: "the desktop said nothing more")
            }
            if byte == 0x0A { break }
            buffer.append(byte)
        }
        defer { buffer = [] }
        return String(decoding: buffer, as: UTF8.self)
    }

    func tell(_ text: String = "go") { try? input.fileHandleForWriting.write(contentsOf: Data("\(text)\n".utf8)) }

    func signal(_ number: Int32) { kill(pid, number) }

    /// SIGKILL, and waited for.
    func end() {
        guard process.isRunning else { return }
        kill(pid, SIGKILL)
        process.waitUntilExit()
    }
}
