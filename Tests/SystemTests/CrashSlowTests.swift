import Foundation
import StationProtocol
import Synchronization
import Testing

/// Durability under SIGKILL: what was acknowledged is there, and nothing is twice.
@Suite(.serialized) struct CrashSlowTests {
    private static let rounds = 50
    private static let connections = 16

    /// What one driver knows of its agent after a round.
    private struct Memory {
        /// The fence of the last acknowledged grant that has no acknowledged end.
        var heldFence: Int64?
        var token: String?
        /// Whether a request was on its way when the daemon was killed: then either outcome is right.
        var openInFlight = false
        var closeInFlight = false
        var fences: [Int64] = []
    }

    /// Logs one agent in and out until the daemon is gone.
    private static func drive(_ socket: String, _ account: String, _ memory: inout Memory) {
        memory.openInFlight = false
        memory.closeInFlight = false
        guard let line = try? Line(socket) else { return }
        while true {
            if let token = memory.token {
                memory.closeInFlight = true
                guard let reply = try? line.reply(to: line.request("session.close", ["token": .string(token)])) else {
                    return
                }
                memory.closeInFlight = false
                if reply["result"] != nil {
                    memory.heldFence = nil
                    memory.token = nil
                } else {
                    Issue.record("a close was refused: \(reply)")
                    return
                }
            } else {
                memory.openInFlight = true
                let params = Daemon.login(account, ["leaseSeconds": 3_600])
                guard let reply = try? line.reply(to: line.request("session.open", params)) else { return }
                memory.openInFlight = false
                guard let session = reply["result"]?["session"], let fence = session["fence"]?.integer else {
                    Issue.record("an open was refused: \(reply)")
                    return
                }
                memory.fences.append(fence)
                memory.heldFence = fence
                memory.token = reply["result"]?["token"]?.string
            }
        }
    }

    @Test(
        "fifty kills at random moments: no acknowledged grant or end is missing, nobody and no station is twice, no fence repeats"
    )
    func kills() throws {
        let daemon = try Daemon()
        let root = try daemon.connect()
        _ = try root.call("organization.create", ["slug": "acme", "name": "Acme"])
        for index in 0..<Self.connections {
            _ = try root.call(
                "account.create",
                [
                    "organization": "acme", "username": .string("a\(index)"), "role": "agent",
                    "station": ["kind": "static", "id": .string("\(4_000 + index)")],
                ])
        }
        var memories = [Memory](repeating: Memory(), count: Self.connections)
        var generator = SystemRandomNumberGenerator()
        var acknowledged = 0
        for round in 0..<Self.rounds {
            let shared = Mutex(memories)
            let group = DispatchGroup()
            for index in 0..<Self.connections {
                group.enter()
                Thread.detachNewThread { [socket = daemon.socket] in
                    var memory = shared.withLock { $0[index] }
                    Self.drive(socket, "a\(index)", &memory)
                    shared.withLock { $0[index] = memory }
                    group.leave()
                }
            }
            usleep(UInt32.random(in: 10_000...150_000, using: &generator))
            daemon.kill()
            group.wait()
            memories = shared.withLock { $0 }
            try daemon.start()
            try check(&memories, daemon, round)
            acknowledged = memories.reduce(0) { $0 + $1.fences.count }
        }
        #expect(acknowledged > Self.rounds)
        let fences = memories.flatMap(\.fences)
        #expect(Set(fences).count == fences.count, "a fence was given twice")
        for memory in memories { #expect(memory.fences == memory.fences.sorted(), "a fence went back") }
    }

    private func check(_ memories: inout [Memory], _ daemon: Daemon, _ round: Int) throws {
        let line = try daemon.connect()
        let sessions = try line.call("session.list", ["limit": 1_000])["sessions"]!.array!
        let accounts = sessions.compactMap { $0["account"]?.string }
        let stations = sessions.compactMap { $0["station"]?.string }
        #expect(Set(accounts).count == accounts.count, "round \(round): an account is logged in twice")
        #expect(Set(stations).count == stations.count, "round \(round): a station is held twice")
        for index in memories.indices {
            let there = sessions.first { $0["account"] == .string("a\(index)") }
            let fence = there?["fence"]?.integer
            let memory = memories[index]
            if let held = memory.heldFence, !memory.closeInFlight {
                #expect(fence == held, "round \(round): an acknowledged grant of a\(index) is missing")
            }
            if memory.heldFence == nil, !memory.openInFlight {
                #expect(fence == nil, "round \(round): an acknowledged end of a\(index) is missing")
            }
            if let fence, fence != memory.heldFence { memories[index].fences.append(fence) }
            if let id = there?["id"] {
                // Begin the next round from nothing, whoever holds the token.
                _ = try line.call("session.terminate", ["id": id])
            }
            memories[index].heldFence = nil
            memories[index].token = nil
        }
    }
}
