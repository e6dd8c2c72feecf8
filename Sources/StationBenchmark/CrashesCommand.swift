import ArgumentParser
import Foundation
import Histogram
import StationProtocol

/// How soon a station is free again when a desktop dies or goes dark, and whether anybody is ever ended by mistake.
struct CrashesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crashes",
        abstract: "Measure the time from a desktop's end to the next login, and look for false ends.",
        discussion: """
            Each desktop is a real process that logs in and is killed with SIGKILL; from the moment that the kernel says \
            it has exited, the same account is logged in again, as often as it takes, until that is granted. The same with \
            connections that are closed. Then sessions with the shortest lease are renewed by several connections at once \
            while others log in and out: not one may end.
            """)

    @Option(help: "How many desktops die, and how many connections are closed.") var count = 1_000
    @Option(help: "How many renewals.") var renewals = 1_000_000
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
        try Setup(socket: broker.socket).prepare(accounts: Renewals.sessions * 2 + 1)
        print(Machine.description)
        let crashes = try Crashes(broker.socket, program: own.path)
        print(line("process exit to the next login, \(count) times", try crashes.kill(count)))
        print(line("connection closed to the next login, \(count) times", try crashes.close(count)))
        let (seconds, ends) = try Renewals(broker.socket).run(renewals)
        print(
            String(
                format: "%d renewals of %d sessions in %.1f s under load: %d false ends", renewals, Renewals.sessions,
                seconds, ends))
    }

    private func line(_ what: String, _ times: Histogram<UInt64>) -> String {
        let figures = [50.0, 90, 99, 99.9].map {
            String(format: "p%g %.2f ms", $0, Double(times.valueAtPercentile($0)) / 1e6)
        }
        return "\(what): \(figures.joined(separator: ", ")), most \(String(format: "%.2f ms", Double(times.max) / 1e6))"
    }
}

/// A desktop for ``CrashesCommand``: logs in, says so, and waits for its end.
struct HolderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "holder", shouldDisplay: false)

    @Argument var socket: String

    func run() throws {
        let line = try Requests(socket)
        _ = try line.call("session.open", Crashes.login)
        try FileHandle.standardOutput.write(contentsOf: Data("ready\n".utf8))
        // Whatever ends the benchmark ends this too.
        while readLine() != nil {}
        line.shut()
    }
}
