import ArgumentParser
import Foundation
import Histogram
import StationAccounts
import StationProtocol

/// Password logins: how near they come to what the hash alone costs, and what everybody else notices of a storm.
struct LoginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logins",
        abstract: "Measure password logins against the bare cost of their hashes.",
        discussion: """
            Makes the accounts, hashes alone for a while, then logs all of them in at once, with and without somebody else \
            asking session.verify, then spread over a minute. Each login is one Argon2id hash, so the hash is the bound.
            """)

    @Option(help: "How many agents log in.") var agents = 500
    @Option(help: "Seconds over which they log in when they do not come at once.") var spread = 60.0
    @Option(help: "The stationd to measure (else the one beside this program).") var stationd: String?
    @Option(help: "Where to put the ledger.") var directory = "/var/tmp"

    func run() throws {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let daemon = stationd ?? own.deletingLastPathComponent().appendingPathComponent("stationd").path
        let place = "\(directory)/station-bench.\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let broker = try BrokerProcess(daemon, place)
        defer { broker.stop() }
        let crowd = Crowd(socket: broker.socket, agents: agents)
        try crowd.prepare()
        let idle = broker.residentMiB
        let (verifyIdle, _) = try crowd.verify(while: { Thread.sleep(forTimeInterval: 2) })
        var rows: [(String, String)] = [("machine", Machine.description)]

        let before = try Crowd.hashSeconds()
        let alone = try crowd.logInAtOnce()
        let after = try Crowd.hashSeconds()
        let hash = (before + after) / 2
        try crowd.logOut()
        rows.append(
            (
                "one hash alone",
                String(format: "%.1f ms (%.1f before, %.1f after)", hash * 1e3, before * 1e3, after * 1e3)
            ))
        rows.append(("\(agents) logins at once", "\(Self.rate(agents, alone.seconds)) on one hashing thread"))
        rows.append(("of what the hash allows", String(format: "%.2f", Double(agents) / alone.seconds * hash)))
        rows.append(("their latency", Self.milliseconds(alone.latencies)))
        rows.append(("memory", String(format: "%.1f MiB idle, %.1f at the peak", idle, broker.peakMiB)))

        let (verifyBusy, _) = try crowd.verify(while: { _ = try crowd.logInAtOnce() })
        try crowd.logOut()
        rows.append(("session.verify, idle", Self.microseconds(verifyIdle)))
        rows.append(("session.verify, meanwhile", Self.microseconds(verifyBusy)))

        let spreadOut = try crowd.logIn(over: spread)
        rows.append((String(format: "%d logins over %.0f s", agents, spread), Self.milliseconds(spreadOut)))
        let width = rows.map(\.0.count).max() ?? 0
        for (name, value) in rows {
            print(name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + value)
        }
    }

    private static func rate(_ count: Int, _ seconds: Double) -> String {
        String(format: "%.1f a second", Double(count) / seconds)
    }

    private static func milliseconds(_ latencies: Histogram<UInt64>) -> String {
        String(
            format: "p50 %.0f ms, p99 %.0f ms, most %.0f ms", Double(latencies.valueAtPercentile(50)) / 1e6,
            Double(latencies.valueAtPercentile(99)) / 1e6, Double(latencies.max) / 1e6)
    }

    private static func microseconds(_ latencies: Histogram<UInt64>) -> String {
        String(
            format: "p50 %.0f µs, p99 %.0f µs", Double(latencies.valueAtPercentile(50)) / 1e3,
            Double(latencies.valueAtPercentile(99)) / 1e3)
    }
}
