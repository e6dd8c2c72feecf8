import Foundation
import StationProtocol

/// One connection that asks and waits for the answer.
final class Requests: @unchecked Sendable {
    // Used by one thread at a time.
    private let socket: Socket
    private var lastID: Int64 = 0
    private var buffer: [UInt8] = []
    private var taken = 0
    var descriptor: CInt { socket.descriptor }

    init(_ path: String) throws { socket = try Socket(path) }

    func send(_ method: String, _ params: JSON) {
        var writer = JSONWriter()
        lastID += 1
        writer.value(["jsonrpc": "2.0", "id": .integer(lastID), "method": .string(method), "params": params])
        writer.endLine()
        socket.send(writer.text)
    }

    /// The next line, from as much as there is to read at once.
    private func line() throws -> String {
        while true {
            if let end = buffer[taken...].firstIndex(of: 0x0A) {
                defer { taken = end + 1 }
                return String(decoding: buffer[taken..<end], as: UTF8.self)
            }
            buffer.removeFirst(taken)
            taken = 0
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(socket.descriptor, &chunk, chunk.count)
            guard count > 0 else { throw BenchmarkError("the server closed the connection") }
            buffer += chunk[..<count]
        }
    }

    /// The next answer, passing over events.
    func reply() throws -> JSON {
        while true {
            let message = try JSONReader.read(try line())
            if message["method"] == nil { return message }
        }
    }

    /// The next answer's result.
    func result(_ method: String) throws -> JSON {
        let message = try reply()
        guard let result = message["result"] else {
            throw BenchmarkError("\(method): \(message["error"]?["message"]?.string ?? "no result")")
        }
        return result
    }

    func call(_ method: String, _ params: JSON) throws -> JSON {
        send(method, params)
        return try result(method)
    }

    func shut() { socket.shut() }
}
