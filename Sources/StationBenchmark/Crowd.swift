import Foundation
import Histogram
import StationAccounts
import StationProtocol

/// Agents with passwords who log in.
final class Crowd {
    private static let password = "Tulips at 7"

    private let socket: String
    private let agents: Int

    init(socket: String, agents: Int) {
        self.socket = socket
        self.agents = agents
    }

    static func histogram() -> Histogram<UInt64> {
        Histogram(
            lowestDiscernibleValue: 1_000, highestTrackableValue: 600_000_000_000,
            numberOfSignificantValueDigits: .three)
    }

    /// Seconds that one hash takes when nothing else runs, on the same library with the same parameters.
    static func hashSeconds() throws -> Double {
        let hasher = try PasswordHasher()
        let password = Password(Crowd.password)!
        let began = Clock.now
        for _ in 0..<60 { _ = try hasher.hash(password) }
        return Double(Clock.now - began) / 60 / 1e9
    }

    /// An organization where nobody needs a station, and the agents with passwords of their own.
    func prepare() throws {
        let line = try Requests(socket)
        defer { line.shut() }
        _ = try line.call("organization.create", ["slug": "bench", "name": "Bench", "stationRoles": []])
        for agent in 0..<agents {
            let name = JSON.string("a\(agent)")
            _ = try line.call(
                "account.create",
                ["organization": "bench", "username": name, "role": "agent", "password": "Given to 1"])
            _ = try line.call(
                "password.change",
                ["organization": "bench", "login": name, "current": "Given to 1", "new": .string(Crowd.password)])
        }
    }

    private func login(_ agent: Int) -> JSON {
        [
            "organization": "bench", "login": .string("a\(agent)"), "leaseSeconds": 86_400,
            "credential": ["type": "password", "password": .string(Crowd.password)],
        ]
    }

    /// Every agent on a connection of their own, all at once.
    func logInAtOnce() throws -> (seconds: Double, latencies: Histogram<UInt64>) {
        let lines = try (0..<agents).map { _ in try Requests(socket) }
        defer { for line in lines { line.shut() } }
        var latencies = Crowd.histogram()
        let began = Clock.now
        for (agent, line) in lines.enumerated() { line.send("session.open", login(agent)) }
        var waiting = lines.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        var left = agents
        while left > 0 {
            poll(&waiting, nfds_t(waiting.count), 10_000)
            for index in waiting.indices where waiting[index].revents != 0 {
                _ = try lines[index].result("session.open")
                latencies.record(Clock.now - began)
                waiting[index].fd = -1
                waiting[index].revents = 0
                left -= 1
            }
        }
        return (Double(Clock.now - began) / 1e9, latencies)
    }

    /// At moments spread evenly over so many seconds, at random within their turn.
    func logIn(over seconds: Double) throws -> Histogram<UInt64> {
        let line = try Requests(socket)
        defer { line.shut() }
        var latencies = Crowd.histogram()
        var random = SystemRandomNumberGenerator()
        let began = Clock.now
        for agent in 0..<agents {
            let turn = (Double(agent) + Double.random(in: 0..<1, using: &random)) * seconds / Double(agents)
            let due = began + UInt64(turn * 1e9)
            let now = Clock.now
            if due > now { Thread.sleep(forTimeInterval: Double(due - now) / 1e9) }
            // One after the other on this connection: who comes while another is served waits, and that counts.
            _ = try line.call("session.open", login(agent))
            latencies.record(Clock.now - min(due, Clock.now))
        }
        return latencies
    }

    func logOut() throws {
        let line = try Requests(socket)
        defer { line.shut() }
        while true {
            let sessions = try line.call("session.list", ["limit": 1_000])["sessions"]?.array ?? []
            if sessions.isEmpty { return }
            for session in sessions { _ = try line.call("session.terminate", ["id": session["id"] ?? .null]) }
        }
    }

    /// Asks for one session every millisecond while something goes on.
    func verify(while body: () throws -> Void) throws -> (Histogram<UInt64>, Int) {
        let probe = try Probe(socket)
        try body()
        return try probe.end()
    }
}

enum Clock {
    /// Nanoseconds of the monotonic clock.
    static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
