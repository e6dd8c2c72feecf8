import Foundation
import StationProtocol
import Synchronization

/// Logins and logouts one after the other, under request keys, over whatever happens to the broker meanwhile: whoever
/// gets no reply asks again under the same key.
final class HostLoad: Sendable {
    struct Tally: Sendable {
        var granted = 0
        var reconnects = 0
        /// Connections that were refused.
        var unreachable = 0
        /// Grants that were acknowledged and of which the broker knows nothing.
        var lost: [String] = []
    }

    private let tally = Mutex(Tally())
    private let isStopping = Atomic<Bool>(false)
    private let finished = DispatchGroup()
    private let socket: String

    /// - Parameter workers: at once, each with an account of its own in a new organization.
    init(_ socket: String, workers: Int) {
        self.socket = socket
        if let line = try? Line(socket) {
            _ = try? line.call("organization.create", ["slug": "load", "name": "Load", "stationRoles": []])
            for index in 0..<workers {
                _ = try? line.call(
                    "account.create", ["organization": "load", "username": .string("w\(index)"), "role": "agent"])
            }
        }
        for index in 0..<workers {
            let thread = Thread { [self] in
                work("w\(index)")
                finished.leave()
            }
            finished.enter()
            thread.start()
        }
    }

    /// Stops, and looks whether everything that was acknowledged is known.
    func finish() -> Tally {
        isStopping.store(true, ordering: .relaxed)
        finished.wait()
        return tally.withLock { $0 }
    }

    private func work(_ account: String) {
        var line: Line?
        while !isStopping.load(ordering: .relaxed) {
            let key = UUID().uuidString
            let login: JSON = [
                "organization": "load", "login": .string(account), "credential": ["type": "peer"],
                "leaseSeconds": 3_600, "requestKey": .string(key),
            ]
            guard let opened = patiently(&line, { try $0.call("session.open", login) }),
                let id = opened["session"]?["id"], let token = opened["token"]
            else { return lose("\(account): a login was refused") }
            tally.withLock { $0.granted += 1 }
            // It was acknowledged: so it is there, whatever has happened since.
            let shown = patiently(&line) { try $0.call("session.show", ["id": id]) }
            if shown?["session"]?["state"] != "active" {
                lose("\(account): \(id) is \(shown?["session"]?["endReason"] ?? "gone")")
            }
            let close: JSON = ["token": token, "requestKey": .string("close \(key.prefix(50))")]
            if patiently(&line, { try $0.call("session.close", close) }) == nil {
                lose("\(account): \(id) could not log out")
            }
        }
    }

    private func lose(_ what: String) { tally.withLock { $0.lost.append(what) } }

    /// Asks until there is a reply; nil for a refusal.
    private func patiently(_ line: inout Line?, _ body: (Line) throws -> JSON) -> JSON? {
        for _ in 0..<200 {
            if line == nil {
                line = try? Line(socket)
                guard line != nil else {
                    tally.withLock { $0.unreachable += 1 }
                    usleep(20_000)
                    continue
                }
            }
            do {
                return try body(line!)
            } catch let error as Line.Failure where error.description.contains("connection") {
                line = nil
                tally.withLock { $0.reconnects += 1 }
            } catch {
                lose("\(error)")
                return nil
            }
        }
        return nil
    }
}
