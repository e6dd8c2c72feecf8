import Foundation
import StationProtocol

/// A client that sends what it is told, byte for byte, and reads what comes.
///
/// Used by one thread at a time; a test that hands it to another does not touch it meanwhile.
final class Line: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let input: Int32
    private let output: Int32
    private let helper: Process?
    private var buffer: [UInt8] = []
    private var lastID: Int64 = 0
    /// Events that came while a reply was waited for.
    var events: [JSON] = []

    init(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            Foundation.close(descriptor)
            throw Failure(description: "connect: \(String(cString: strerror(errno)))")
        }
        (input, output, helper) = (descriptor, descriptor, nil)
    }

    init(_ path: String, uid: UInt32) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments = [
            "--reuid", "\(uid)", "--regid", "\(uid)", "--clear-groups", "socat", "-t", "5", "-", "UNIX-CONNECT:\(path)",
        ]
        let (toClient, fromClient) = (Pipe(), Pipe())
        process.standardInput = toClient
        process.standardOutput = fromClient
        process.standardError = FileHandle.nullDevice
        try process.run()
        input = dup(fromClient.fileHandleForReading.fileDescriptor)
        output = dup(toClient.fileHandleForWriting.fileDescriptor)
        helper = process
    }

    deinit { close() }

    private var isClosed = false

    func close() {
        guard !isClosed else { return }
        isClosed = true
        Foundation.close(input)
        if output != input { Foundation.close(output) }
        if let helper, helper.isRunning { helper.terminate() }
    }

    /// Says that nothing more will come, and goes on reading.
    func endInput() { shutdown(output, Int32(SHUT_WR)) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                helper == nil
                    ? Foundation.send(output, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    : write(output, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// The next line; nil at the end of the connection.
    ///
    /// - Throws: ``Failure`` when nothing comes within `seconds`.
    func line(within seconds: Double = 20) throws -> String? {
        let deadline = Date().addingTimeInterval(seconds)
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeFirst(end + 1) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            let left = Int32(max(0, deadline.timeIntervalSinceNow * 1_000))
            let ready = poll(&waiting, 1, left)
            // A signal to this thread says nothing of the broker.
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { throw Failure(description: "nothing came within \(seconds) s") }
            let count = read(input, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            buffer.append(contentsOf: chunk[..<count])
        }
    }

    func message(within seconds: Double = 20) throws -> JSON? {
        try line(within: seconds).map { try JSONReader.read($0) }
    }

    /// The next event, also of those that came earlier.
    func event(_ type: String, within seconds: Double = 20) throws -> JSON {
        while true {
            if let index = events.firstIndex(where: { $0["type"] == .string(type) }) { return events.remove(at: index) }
            guard let message = try message(within: seconds) else { throw Failure(description: "the connection ended") }
            if message["method"] == "event", let params = message["params"] { events.append(params) }
        }
    }

    /// Sends a request and gives its id.
    func request(_ method: String, _ params: JSON = [:]) -> Int64 {
        lastID += 1
        var writer = JSONWriter()
        writer.value(["jsonrpc": "2.0", "id": .integer(lastID), "method": .string(method), "params": params])
        writer.endLine()
        send(writer.text)
        return lastID
    }

    /// The reply to a request, passing over events.
    func reply(to id: Int64, within seconds: Double = 20) throws -> JSON {
        while true {
            guard let message = try message(within: seconds) else { throw Failure(description: "the connection ended") }
            if message["method"] == "event", let params = message["params"] {
                events.append(params)
            } else if message["id"] == .integer(id) {
                return message
            }
        }
    }

    /// The result of a call.
    ///
    /// - Throws: ``Failure`` with the reason when it is refused.
    func call(_ method: String, _ params: JSON = [:]) throws -> JSON {
        let reply = try reply(to: request(method, params))
        guard let result = reply["result"] else {
            throw Failure(description: "\(method): \(reply["error"]?["message"]?.string ?? "?")")
        }
        return result
    }

    /// Why a call is refused; nil where it is not.
    func reason(_ method: String, _ params: JSON = [:]) throws -> String? {
        try reply(to: request(method, params))["error"]?["data"]?["reason"]?.string
    }
}
