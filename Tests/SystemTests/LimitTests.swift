import Foundation
import StationProtocol
import Testing

/// Bounds on what one peer can make the daemon hold; others never notice.
@Suite(.serialized) struct LimitTests {
    @Test(
        "ten thousand connections from one uid are turned away beyond the limit, and another uid is served",
        .enabled(if: Programs.isRoot))
    func connections() throws {
        var limit = rlimit(rlim_cur: 12_000, rlim_max: 20_000)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let daemon = try Daemon("limits:\n  connectionsPerUser: 200")
        let allowed = 200 + Limits.operatorReserve
        // The connection that tried whether the daemon was up may still be counted for a moment.
        let first = try daemon.connect()
        while try first.call("broker.status")["connections"] != 1 { usleep(1_000) }
        var lines = [first]
        var refused = 0
        for index in 1..<10_000 {
            let line = try daemon.connect()
            if index < allowed {
                lines.append(line)
                continue
            }
            let farewell = try #require(try line.message(), "connection \(index) was told nothing: \(daemon.log)")
            if farewell["error"]?["data"]?["reason"] == "overloaded" { refused += 1 }
            #expect(try line.message() == nil)
        }
        #expect(refused == 10_000 - allowed)
        #expect(try lines[allowed - 1].call("broker.ping")["time"] != nil)
        #expect(try daemon.connect(uid: 65_534).call("broker.ping")["time"] != nil)
        // A place that becomes free is given again.
        lines.removeLast().close()
        for _ in 0..<100 {
            let line = try daemon.connect()
            if (try? line.reply(to: line.request("broker.ping")))?["result"] != nil { return }
        }
        Issue.record("a free place was not given again")
    }

    @Test(
        "connections in all are bounded, and operators have some beyond", .enabled(if: Programs.isRoot),
        arguments: [(4, true), (5, true), (6, false)])
    func allConnections(count: Int, fits: Bool) throws {
        let daemon = try Daemon("limits:\n  connections: 5")
        var lines = [try daemon.connect()]
        while try lines[0].call("broker.status")["connections"] != 1 { usleep(1_000) }
        while lines.count < count - 1 { lines.append(try daemon.connect()) }
        let last = try daemon.connect(uid: 65_534)
        if fits {
            #expect(try last.call("broker.ping")["time"] != nil)
        } else {
            #expect(try last.message()?["error"]?["data"]?["reason"] == "overloaded")
            #expect(try last.message() == nil)
        }
        #expect(try daemon.connect().call("broker.ping")["time"] != nil)
    }

    @Test(
        "of one connection so many requests are worked on at once; the next is read when one of them is answered",
        arguments: [(2, "invalid_request"), (3, "invalid_request"), (4, nil)])
    func inFlight(place: Int, reason: String?) throws {
        let daemon = try Daemon("limits:\n  requestsInFlight: 3")
        try daemon.furnish().close()
        let line = try daemon.connect()
        // Changes wait for the disk, so they are in flight together. The last request has the id of the first one: that
        // is refused while the first is in flight, and fine when it is read later.
        func request(_ id: Int, _ slug: String) -> String {
            #"{"jsonrpc":"2.0","id":\#(id),"method":"organization.create","params":{"slug":"\#(slug)","name":"X"}}"#
                + "\n"
        }
        var text = ""
        for id in 1..<place { text += request(id, "o\(id)") }
        line.send(text + request(1, "last"))
        var replies: [JSON] = []
        for _ in 0..<place { replies.append(try #require(try line.message())) }
        let refused = replies.compactMap { $0["error"]?["data"]?["reason"]?.string }
        #expect(refused == (reason.map { [$0] } ?? []))
    }

    @Test("a subscriber that does not read gets one lagged and is closed, and slows nobody")
    func lagged() throws {
        let daemon = try Daemon("limits:\n  queuedBytes: 65536")
        let worker = try daemon.furnish()
        let sleeper = try daemon.connect()
        _ = try sleeper.call("events.subscribe")
        // Far more than the socket's own buffer and ours.
        for _ in 0..<1_500 {
            let token = try worker.call("session.open", Daemon.login("bob"))["token"]!
            _ = try worker.call("session.close", ["token": token])
        }
        var last: JSON?
        var lagged = 0
        while let message = try sleeper.message() {
            last = message["params"]
            if last?["type"] == "lagged" { lagged += 1 }
        }
        #expect(lagged == 1 && last?["type"] == "lagged")
        #expect(try worker.call("broker.status")["subscriptions"] == 0)
    }

    @Test("a client that never reads its replies is not read from either, and is let go")
    func neverReads() throws {
        let daemon = try Daemon("limits:\n  queuedBytes: 65536\n  incompleteLineSeconds: 1")
        let (greedy, other) = (try daemon.connect(), try daemon.connect())
        let request = #"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"# + "\n"
        let thread = Thread { greedy.send(String(repeating: request, count: 20_000)) }
        thread.start()
        let deadline = Date().addingTimeInterval(15)
        while try other.call("broker.status")["connections"] != 1, Date() < deadline { usleep(50_000) }
        #expect(try other.call("broker.status")["connections"] == 1)
        let status = try String(contentsOfFile: "/proc/\(daemon.pid)/status", encoding: .utf8)
        let resident = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") }?.split(separator: " ").dropFirst()
            .first
        #expect(Int(resident ?? "0")! < 200_000)
    }

    @Test("subscriptions are bounded", arguments: [(0, true), (7, true), (8, false)])
    func subscriptions(existing: Int, fits: Bool) throws {
        let daemon = try Daemon()
        let line = try daemon.connect()
        for _ in 0..<existing { _ = try line.call("events.subscribe") }
        #expect((try line.reason("events.subscribe") == nil) == fits)
    }

    @Test(
        "nesting is bounded at n−1, n, n+1",
        arguments: [(31, "invalid_params"), (32, "invalid_params"), (33, "parse_error")])
    func nesting(depth: Int, reason: String) throws {
        let daemon = try Daemon()
        let line = try daemon.connect()
        // The envelope and its params are the first two.
        let inner = String(repeating: "[", count: depth - 2) + String(repeating: "]", count: depth - 2)
        line.send(#"{"jsonrpc":"2.0","id":1,"method":"broker.ping","params":{"x":\#(inner)}}"# + "\n")
        #expect(try line.message()?["error"]?["data"]?["reason"] == .string(reason))
    }
}
