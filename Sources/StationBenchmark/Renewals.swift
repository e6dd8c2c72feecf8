import Foundation
import StationProtocol

/// Sessions that live by their renewals, while others come and go: not one of them may end.
struct Renewals {
    /// Sessions that are renewed; as many others log in and out meanwhile.
    static let sessions = 50
    private static let leaseSeconds: Int64 = 5
    /// Connections that renew.
    private static let connections = 5

    private let socket: String

    init(_ socket: String) { self.socket = socket }

    /// - Returns: how long it took, and how many sessions ended or refused to be renewed.
    func run(_ count: Int) throws -> (seconds: Double, falseEnds: Int) {
        let lines = try (0..<Self.connections).map { _ in try Requests(socket) }
        let tokens = try (0..<Self.sessions).map { index -> JSON in
            let login: JSON = [
                "organization": "bench", "login": .string("a\(index + 1)"), "credential": ["type": "peer"],
                "leaseSeconds": .integer(Self.leaseSeconds),
            ]
            return try lines[0].call("session.open", login)["token"] ?? .null
        }
        let load = try Comings(socket, first: Self.sessions + 1, count: Self.sessions)
        let failures = Failures()
        let began = Clock.now
        // Threads and not a pool: none may wait for another's end with sessions that nobody renews.
        Threads.run(lines.count) { index in
            let mine = stride(from: index, to: tokens.count, by: lines.count).map { tokens[$0] }
            let rounds = count / lines.count / mine.count
            for _ in 0..<rounds {
                for token in mine { lines[index].send("session.renew", ["token": token]) }
                for _ in mine where (try? lines[index].reply())?["result"]?["session"]?["state"] != "active" {
                    failures.add()
                }
            }
        }
        let seconds = Double(Clock.now - began) / 1e9
        load.end()
        for token in tokens where (try? lines[0].call("session.verify", ["token": token]))?["active"] != true {
            failures.add()
        }
        return (seconds, failures.count)
    }
}

private enum Threads {
    /// Runs `body` with each number at the same time, and returns when all are done.
    static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let done = DispatchSemaphore(value: 0)
        for index in 0..<count {
            Thread {
                body(index)
                done.signal()
            }.start()
        }
        for _ in 0..<count { done.wait() }
    }
}

/// A count that several threads add to.
private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var number = 0

    var count: Int { lock.withLock { number } }
    func add() { lock.withLock { number += 1 } }
}

/// Accounts that log in and out, one after the other, on a thread of their own.
private final class Comings: @unchecked Sendable {
    private let line: Requests
    private let lock = NSLock()
    private var isEnding = false
    private let ended = DispatchSemaphore(value: 0)

    init(_ socket: String, first: Int, count: Int) throws {
        line = try Requests(socket)
        let logins = (first..<(first + count)).map { index -> JSON in
            ["organization": "bench", "login": .string("a\(index)"), "credential": ["type": "peer"]]
        }
        Thread { [self] in
            var next = 0
            while !lock.withLock({ isEnding }) {
                guard let opened = try? line.call("session.open", logins[next % count]) else { break }
                _ = try? line.call("session.close", ["token": opened["token"] ?? .null])
                next += 1
            }
            ended.signal()
        }.start()
    }

    func end() {
        lock.withLock { isEnding = true }
        ended.wait()
        line.shut()
    }
}
