import Foundation
import Glibc
import Histogram
import StationProtocol

/// Desktops that die, and connections that are closed; and how soon the account can be logged in again.
final class Crashes {
    static let login: JSON = ["organization": "bench", "login": "a0", "credential": ["type": "peer"]]

    private let socket: String
    private let program: String
    private let next: Requests

    init(_ socket: String, program: String) throws {
        self.socket = socket
        self.program = program
        next = try Requests(socket)
    }

    func kill(_ count: Int) throws -> Histogram<UInt64> {
        var times = Crowd.histogram()
        for _ in 0..<count {
            let desktop = Process()
            let (input, output) = (Pipe(), Pipe())
            desktop.executableURL = URL(fileURLWithPath: program)
            desktop.arguments = ["holder", socket]
            desktop.standardInput = input
            desktop.standardOutput = output
            try desktop.run()
            guard try output.fileHandleForReading.read(upToCount: 6) == Data("ready\n".utf8) else {
                throw BenchmarkError("a desktop could not log in")
            }
            let pid = desktop.processIdentifier
            Glibc.kill(pid, SIGKILL)
            // Its exit, not its being waited for, is what counts.
            var info = siginfo_t()
            waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT)
            times.record(try logIn(since: Clock.now))
            desktop.waitUntilExit()
        }
        return times
    }

    func close(_ count: Int) throws -> Histogram<UInt64> {
        var times = Crowd.histogram()
        for _ in 0..<count {
            let desktop = try Requests(socket)
            _ = try desktop.call("session.open", Self.login)
            let began = Clock.now
            desktop.shut()
            times.record(try logIn(since: began))
        }
        return times
    }

    /// Logs in as soon as that is granted, and out again. Nanoseconds until the grant.
    private func logIn(since began: UInt64) throws -> UInt64 {
        while true {
            next.send("session.open", Self.login)
            let reply = try next.reply()
            guard let token = reply["result"]?["token"] else {
                guard reply["error"]?["data"]?["reason"] == "already_logged_in" else {
                    throw BenchmarkError(reply["error"]?["message"]?.string ?? "no result")
                }
                continue
            }
            let time = Clock.now - began
            _ = try next.call("session.close", ["token": token])
            return time
        }
    }
}
