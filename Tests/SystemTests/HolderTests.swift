import Foundation
import StationProtocol
import Testing

/// Sessions and the real processes that hold them, with both ways of finding the process.
@Suite(.serialized) struct HolderTests {
    static let ways = ["auto", "byPid"]

    static func daemon(_ way: String) throws -> (Daemon, Line) {
        let daemon = try Daemon("peerProcess: \(way)")
        let root = try daemon.furnish()
        _ = try root.call("events.subscribe", ["types": ["session.ended", "session.changed"]])
        return (daemon, root)
    }

    static func ended(_ root: Line) throws -> JSON? {
        try root.event("session.ended")["data"]?["session"]?["endReason"]
    }

    @Test("SIGKILL to a desktop ends its session at once, and the next login is granted", arguments: ways)
    func kill(way: String) throws {
        let (daemon, root) = try Self.daemon(way)
        let desktop = try Desktop(daemon.socket, Daemon.login("anna"))
        let shown = try root.call("session.show", ["id": desktop.session["id"]!])["session"]?["evidence"]
        #expect(shown?["process"] == "running" && shown?["pid"] == .integer(Int64(desktop.pid)))
        desktop.end()
        #expect(try Self.ended(root) == "process_exited")
        #expect(try root.call("session.open", Daemon.login("anna"))["session"]?["station"] == "4021")
    }

    @Test("a fork that keeps the socket open does not keep the session: its holder has exited", arguments: ways)
    func fork(way: String) throws {
        let (daemon, root) = try Self.daemon(way)
        let desktop = try Desktop(daemon.socket, Daemon.login("anna"), "fork")
        let child = Int32(try desktop.line())!
        defer { Foundation.kill(child, SIGKILL) }
        desktop.tell()
        #expect(try Self.ended(root) == "process_exited")
        #expect(Foundation.kill(child, 0) == 0, "the child must still be there for this to mean anything")
        _ = try root.call("session.open", Daemon.login("anna"))
    }

    @Test("a descriptor handed to another process does not keep the session", arguments: ways)
    func hand(way: String) throws {
        let (daemon, root) = try Self.daemon(way)
        let desktop = try Desktop(daemon.socket, Daemon.login("anna"), "hand")
        let other = Int32(try desktop.line())!
        defer { Foundation.kill(other, SIGKILL) }
        desktop.tell()
        #expect(try Self.ended(root) == "process_exited")
        #expect(Foundation.kill(other, 0) == 0)
    }

    @Test("who is stopped past its lease is refused everywhere when it comes back")
    func stopped() throws {
        let (daemon, root) = try Self.daemon("auto")
        let desktop = try Desktop(daemon.socket, Daemon.login("anna", ["leaseSeconds": 5]), "renew")
        desktop.tell()
        #expect(try JSONReader.read(desktop.line())["result"] != nil)
        desktop.signal(SIGSTOP)
        #expect(try Self.ended(root) == "lease_expired")
        let next = try root.call("session.open", Daemon.login("anna"))
        desktop.signal(SIGCONT)
        desktop.tell()
        #expect(try JSONReader.read(desktop.line())["error"]?["data"]?["reason"] == "session_ended")
        for method in ["session.attach", "session.report", "session.close"] {
            #expect(try root.reason(method, ["token": desktop.token]) == "session_ended")
        }
        let stale: JSON = ["id": desktop.session["id"]!, "fence": desktop.session["fence"]!]
        #expect(try root.call("session.verify", stale)["active"] == false)
        #expect(try root.call("session.verify", ["token": next["token"]!])["active"] == true)
    }

    @Test("a session lives with the process that it names, whoever opened it", .enabled(if: Programs.isRoot))
    func named() throws {
        let (daemon, root) = try Self.daemon("auto")
        let sleeper = try Desktop(daemon.socket, [:], method: "broker.ping", uid: 65_534)
        let own = try Desktop(
            daemon.socket,
            Daemon.login("cleo", ["leaseSeconds": 600, "holder": ["pid": .integer(Int64(sleeper.pid))]]),
            uid: 65_534)
        #expect(own.session["account"] == "cleo")
        let foreign = Daemon.login("cleo", ["holder": ["pid": .integer(Int64(daemon.pid))]])
        let refused = try Desktop(daemon.socket, foreign, uid: 65_534)
        #expect(refused.reply["error"]?["data"]?["reason"] == "not_permitted")
        own.end()
        sleeper.end()
        #expect(try Self.ended(root) == "process_exited")
        _ = try root.call("session.open", Daemon.login("anna", ["holder": ["pid": .integer(Int64(daemon.pid))]]))
    }

    @Test("who died while the daemon was away has no session when it is back", arguments: [true, false])
    func deathUnseen(pidComesAgain: Bool) throws {
        let (daemon, _) = try Self.daemon("auto")
        let dead = try Desktop(daemon.socket, Daemon.login("anna"))
        let living = try Desktop(daemon.socket, Daemon.login("bob", ["station": "5005"]))
        daemon.kill()
        dead.end()
        // Somebody else who has that very pid must not be taken for the desktop.
        let heir = pidComesAgain ? try Heir(pid: dead.pid) : nil
        defer { heir?.end() }
        try daemon.start()
        let root = try daemon.connect()
        let sessions = try root.call("session.list")["sessions"]?.array ?? []
        #expect(sessions.map { $0["account"] } == ["bob"])
        #expect(sessions.first?["verdict"] == "suspect")
        let history = try root.call("session.history", ["account": "anna"])["sessions"]?.array?.first
        #expect(history?["endReason"] == "process_exited")
        #expect(try root.call("session.attach", ["token": living.token])["session"]?["verdict"] == "live")
    }
}

/// A process with a pid of one's choice: the kernel is told where to go on counting (needs root).
private final class Heir {
    let process = Process()

    init?(pid: Int32) throws {
        guard Programs.isRoot else { return nil }
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c",
            "for i in 1 2 3 4 5 6 7 8 9; do echo $(($1-1)) >/proc/sys/kernel/ns_last_pid; sleep 60 & "
                + "[ $! = $1 ] && exec sleep 60; kill $!; done; exit 1", "heir", "\(pid)",
        ]
        try process.run()
        let deadline = Date().addingTimeInterval(10)
        while kill(pid, 0) != 0, process.isRunning, Date() < deadline { usleep(1_000) }
        guard kill(pid, 0) == 0 else { throw Line.Failure(description: "the pid \(pid) did not come again") }
        self.pid = pid
    }

    private var pid: Int32 = 0

    func end() {
        kill(pid, SIGKILL)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
