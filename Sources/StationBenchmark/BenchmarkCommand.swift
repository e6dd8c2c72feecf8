import ArgumentParser
import Foundation

/// `station-bench`: the broker, Redis and a bare echo, side by side over the same kind of socket.
public struct BenchmarkCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "station-bench",
        abstract: "Measure the broker against Redis 7 and a bare echo, in one run on this machine.",
        discussion: """
            Closed loop: each connection keeps a fixed number of requests in flight and sends the next when one is \
            answered. Error replies are counted as errors, never as work. Needs redis-server (Debian: redis-server).
            """,
        subcommands: [LoginsCommand.self, CrashesCommand.self, HolderCommand.self, EchoCommand.self])

    @Option(help: "Seconds to measure each cell, after a warm-up of a third of that.") var seconds = 3.0
    @Option(parsing: .upToNextOption, help: "Numbers of connections.") var connections = [1, 50, 500]
    @Option(parsing: .upToNextOption, help: "Requests in flight on each connection.") var pipelining = [1, 16]
    @Option(help: "The stationd to measure (else the one beside this program).") var stationd: String?
    @Option(help: "Where to put the ledger and Redis's file; both on the same disk.") var directory = "/var/tmp"

    public init() {}

    public static func launch() { main() }

    public func run() throws {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let daemon = stationd ?? own.deletingLastPathComponent().appendingPathComponent("stationd").path
        let place = "\(directory)/station-bench.\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let servers = try Servers(daemon: daemon, bench: own.path, place: place)
        defer { servers.stop() }
        let slots = (connections.max() ?? 1) * (pipelining.max() ?? 1)
        try Setup(socket: servers.stationd).prepare(accounts: slots)
        var report = Report(machine: Machine.description)
        for count in connections {
            for depth in pipelining {
                let cell = Cell(connections: count, pipelining: depth, seconds: seconds)
                FileHandle.standardError.write(Data("measuring \(count) × \(depth)\n".utf8))
                report.add(try measure(cell, servers))
            }
        }
        print(report.text)
    }

    private func measure(_ cell: Cell, _ servers: Servers) throws -> [Measurement] {
        try [
            Driver(servers.stationd, cell).run(BrokerGrants(cell)),
            Driver(servers.redis, cell).run(RedisGrants(cell)),
            Driver(servers.stationd, cell).run(BrokerVerify(cell, socket: servers.stationd, byToken: false)),
            Driver(servers.stationd, cell).run(BrokerVerify(cell, socket: servers.stationd, byToken: true)),
            Driver(servers.stationd, cell).run(BrokerShow(cell)),
            Driver(servers.redis, cell).run(RedisGet(cell)),
            Driver(servers.echo, cell).run(EchoLines(cell)),
        ]
    }
}

/// One size of load.
struct Cell {
    var connections: Int
    var pipelining: Int
    var seconds: Double

    var slots: Int { connections * pipelining }
}
