import Foundation
import StationProtocol
import Testing

/// The wire of DESIGN §5 against the built daemon.
@Suite(.serialized) struct WireTests {
    private let ping = #"{"jsonrpc":"2.0","id":99,"method":"broker.ping"}"#

    @Test("what is not a request gets its defined answer, and the connection goes on")
    func badLines() throws {
        let daemon = try Daemon()
        let line = try daemon.connect()
        let deep = String(repeating: "[", count: 30_000)
        let cases: [([UInt8], String, JSON)] = [
            (Array("garbage".utf8), "parse_error", .null),
            (Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"broker.ping\"".utf8), "parse_error", .null),
            ([0x22, 0xFF, 0xFE, 0x22], "parse_error", .null), ([0x00, 0x00], "parse_error", .null),
            (Array(deep.utf8), "parse_error", .null),
            (Array(#"{"jsonrpc":"2.0","id":1,"id":2,"method":"broker.ping"}"#.utf8), "parse_error", .null),
            (
                Array(#"{"jsonrpc":"2.0","id":1,"method":"broker.ping","params":{"a":"\ud800"}}"#.utf8), "parse_error",
                .null
            ),
            (Array("[]".utf8), "invalid_request", .null), (Array("42".utf8), "invalid_request", .null),
            (Array(#"{"jsonrpc":"2.0","id":null,"method":"broker.ping"}"#.utf8), "invalid_request", .null),
            (Array(#"{"jsonrpc":"2.0","id":1.5,"method":"broker.ping"}"#.utf8), "invalid_request", .null),
            (Array(#"{"jsonrpc":"2.0","id":{},"method":"broker.ping"}"#.utf8), "invalid_request", .null),
            (Array(#"{"jsonrpc":"2.0","id":1e999999999,"method":"broker.ping"}"#.utf8), "invalid_request", .null),
            (Array(#"{"jsonrpc":"2.0","id":7,"method":"broker.pong"}"#.utf8), "unknown_method", 7),
            (Array(#"{"jsonrpc":"2.0","id":7,"method":"broker.ping","params":{"x":1e400}}"#.utf8), "invalid_params", 7),
            (Array(#"{"jsonrpc":"2.0","id":7,"method":"broker.ping","params":[]}"#.utf8), "invalid_params", 7),
            (Array(#"{"jsonrpc":"2.0","id":7,"method":"session.show","params":{"id":1}}"#.utf8), "invalid_params", 7),
        ]
        for (bytes, reason, id) in cases {
            line.send(bytes + [0x0A])
            let reply = try #require(try line.message())
            #expect(
                reply["error"]?["data"]?["reason"] == .string(reason),
                "\(String(decoding: bytes.prefix(80), as: UTF8.self))")
            #expect(reply["id"] == id)
        }
        // Blank lines, a carriage return, and a notification get no answer; the next request does.
        line.send(
            "\n  \r\n{\"jsonrpc\":\"2.0\",\"method\":\"organization.create\",\"params\":{\"slug\":\"x\",\"name\":\"X\"}}\n\(ping)\r\n"
        )
        #expect(try line.message()?["id"] == 99)
        #expect(try line.call("organization.list")["organizations"]?.array == [])
    }

    @Test("a line may have as many bytes as the limit, and not one more", arguments: [-1, 0, 1])
    func lineLimit(over: Int) throws {
        let daemon = try Daemon()
        let line = try daemon.connect()
        let padding = String(repeating: " ", count: Limits.standard.lineBytes + over - ping.utf8.count)
        // Right behind the limit lies a request that must never run.
        let behind = #"{"jsonrpc":"2.0","id":5,"method":"organization.create","params":{"slug":"x","name":"X"}}"#
        line.send("\(padding)\(ping)\n\(behind)\n")
        let reply = try #require(try line.message())
        if over <= 0 {
            #expect(reply["id"] == 99 && reply["result"] != nil)
            #expect(try line.message()?["id"] == 5)
        } else {
            #expect(reply["error"]?["data"]?["reason"] == "line_too_long" && reply["id"] == .null)
            #expect(try line.message() == nil)
            #expect(try daemon.connect().call("organization.list")["organizations"]?.array == [])
        }
    }

    @Test("a request behind the limit of an overlong line without end never runs")
    func smuggling() throws {
        let daemon = try Daemon()
        let line = try daemon.connect()
        let behind = #"{"jsonrpc":"2.0","id":5,"method":"organization.create","params":{"slug":"x","name":"X"}}"#
        line.send(String(repeating: "a", count: Limits.standard.lineBytes + 1) + "\n" + behind + "\n" + behind + "\n")
        #expect(try line.message()?["error"]?["data"]?["reason"] == "line_too_long")
        #expect(try line.message() == nil)
        #expect(try daemon.connect().call("organization.list")["organizations"]?.array == [])
    }

    @Test("a line that is begun and not ended in time gets its answer and is cut off")
    func slowLine() throws {
        let daemon = try Daemon("limits:\n  incompleteLineSeconds: 1")
        let (slow, other) = (try daemon.connect(), try daemon.connect())
        let began = Date()
        slow.send("{")
        // One byte every now and then does not make the line younger.
        for _ in 0..<8 {
            _ = try other.call("broker.ping")
            slow.send(" ")
            usleep(150_000)
        }
        #expect(try slow.message()?["error"]?["data"]?["reason"] == "invalid_request")
        #expect(try slow.message() == nil)
        #expect(Date().timeIntervalSince(began) < 15)
    }

    @Test("an unterminated line at the end of input never runs; what was in flight is answered")
    func endOfInput() throws {
        let daemon = try Daemon()
        let line = try daemon.connect()
        let create = #"{"jsonrpc":"2.0","id":1,"method":"organization.create","params":{"slug":"x","name":"X"}}"#
        line.send(create + "\n" + create.replacingOccurrences(of: "\"x\"", with: "\"y\""))
        line.endInput()
        #expect(try line.message()?["result"]?["organization"]?["slug"] == "x")
        #expect(try line.message() == nil)
        let organizations = try daemon.connect().call("organization.list")["organizations"]?.array
        #expect(organizations?.count == 1)
    }

    @Test("a disconnect after each byte of a request harms nobody")
    func disconnects() throws {
        let daemon = try Daemon()
        let request = Array(
            (#"{"jsonrpc":"2.0","id":1,"method":"organization.create","params":{"slug":"x","name":"X"}}"# + "\n").utf8)
        for count in 0..<request.count {
            let line = try daemon.connect()
            line.send(Array(request[..<count]))
            line.close()
        }
        #expect(try daemon.connect().call("organization.list")["organizations"]?.array == [])
    }

    @Test("an id that is in flight is not taken twice, and replies carry their ids")
    func pipelining() throws {
        let daemon = try Daemon()
        let line = try daemon.furnish()
        let lines = (0..<200).map {
            #"{"jsonrpc":"2.0","id":"p\#($0)","method":"station.request","params":{"organization":"acme"}}"#
        }
        line.send(lines.joined(separator: "\n") + "\n")
        var ids: Set<String> = []
        for _ in 0..<200 { ids.insert(try line.message()?["id"]?.string ?? "") }
        #expect(ids.count == 200)
        let create = #"{"jsonrpc":"2.0","id":7,"method":"organization.create","params":{"slug":"o1","name":"O"}}"#
        line.send(create + "\n" + create.replacingOccurrences(of: "o1", with: "o2") + "\n")
        let replies = [try line.message(), try line.message()]
        #expect(replies.contains { $0?["error"]?["data"]?["reason"] == "invalid_request" })
        #expect(replies.contains { $0?["result"] != nil })
    }

    @Test("hello negotiates, and a version that is not spoken is said so")
    func hello() throws {
        let daemon = try Daemon()
        let line = try daemon.connect()
        let client: JSON = ["name": "t", "version": "1"]
        let hello = try line.call("broker.hello", ["client": client, "protocol": ["min": 1, "max": 9]])
        #expect(hello["protocol"] == 1 && hello["peer"]?["authority"] == "operator")
        #expect(
            try line.reason("broker.hello", ["client": client, "protocol": ["min": 2, "max": 3]])
                == "unsupported_protocol")
        let file = Programs.root.appendingPathComponent("Protocol/openrpc.json").path
        let contract = try JSONReader.read(try String(contentsOfFile: file, encoding: .utf8))
        #expect(try line.call("rpc.discover") == contract)
    }

    @Test("file descriptors passed over the socket are dropped")
    func descriptors() throws {
        let daemon = try Daemon()
        let script = """
            import socket, sys, os
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
            for _ in range(50):
                fd = os.open('/dev/null', os.O_RDONLY)
                socket.send_fds(s, [b'{"jsonrpc":"2.0","id":1,"method":"broker.ping"}\\n'], [fd] * 200); os.close(fd)
                assert b'result' in s.recv(4096)
            """
        let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.pid)/fd").count
        let outcome = try Programs.run("/usr/bin/env", ["python3", "-c", script, daemon.socket])
        #expect(outcome.status == 0, "\(outcome.error)")
        let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.pid)/fd").count
        // Ten thousand were passed; one or two of its own may have come meanwhile.
        #expect(after < before + 50)
    }
}
