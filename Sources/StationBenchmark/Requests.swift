import Foundation
import StationProtocol

/// One connection that asks and waits for the answer.
struct Requests {
    private let socket: Socket
    var descriptor: CInt { socket.descriptor }

    init(_ path: String) throws { socket = try Socket(path) }

    func send(_ method: String, _ params: JSON) {
        var writer = JSONWriter()
        writer.value(["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": params])
        writer.endLine()
        socket.send(writer.text)
    }

    /// The next answer, passing over events.
    func reply() throws -> JSON {
        while true {
            let message = try JSONReader.read(try socket.line())
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
