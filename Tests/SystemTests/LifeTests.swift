import Foundation
import StationProtocol
import Testing

/// The daemon's own life: start, restart, stop, and what it tells the service manager.
@Suite(.serialized) struct LifeTests {
    @Test("SIGTERM ends it with exit code 0 within five seconds, and removes the socket")
    func stop() throws {
        let daemon = try Daemon()
        let line = try daemon.furnish()
        let id = line.request("session.open", Daemon.login("bob"))
        let (status, seconds) = daemon.stop()
        #expect(status == 0 && seconds < 5)
        // What was in flight was finished: its answer is there, or it never began.
        if let reply = try? line.reply(to: id), reply["result"] != nil {
            try daemon.start()
            #expect(try daemon.connect().call("session.list")["sessions"]?.array?.count == 1)
            _ = daemon.stop()
        }
        #expect(!FileManager.default.fileExists(atPath: daemon.socket))
    }

    @Test(
        "a session outlives a restart and a kill of the daemon, and its holder re-attaches", arguments: [true, false])
    func restart(gracefully: Bool) throws {
        let daemon = try Daemon()
        let opened = try daemon.furnish().call("session.open", Daemon.login("anna"))
        if gracefully { _ = daemon.stop() } else { daemon.kill() }
        try daemon.start()
        let line = try daemon.connect()
        #expect(try line.call("session.list")["sessions"]?.array?.first?["verdict"] == "suspect")
        let back = try line.call("session.attach", ["token": opened["token"]!])
        #expect(back["session"]?["fence"] == opened["session"]?["fence"])
        #expect(try line.reason("session.open", Daemon.login("anna")) == "already_logged_in")
        #expect(try line.call("session.close", ["token": opened["token"]!])["session"]?["endReason"] == "logged_out")
    }

    @Test("the grace period ends a session whose connection closed")
    func grace() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        _ = try root.call("organization.update", ["organization": "acme", "gracePeriodSeconds": 1])
        _ = try root.call("events.subscribe", ["types": ["session.detached", "session.ended"]])
        let desktop = try daemon.connect()
        _ = try desktop.call("session.open", Daemon.login("anna"))
        desktop.close()
        #expect(try root.event("session.detached")["data"]?["session"]?["account"] == "anna")
        #expect(try root.event("session.ended")["data"]?["session"]?["endReason"] == "connection_lost")
        _ = try root.call("session.open", Daemon.login("anna"))
    }

    @Test("the desktop hears of its forced logout without having subscribed, and the snapshot comes before changes")
    func events() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        let desktop = try daemon.connect()
        let session = try desktop.call("session.open", Daemon.login("anna"))["session"]!
        let subscription = try root.call("events.subscribe", ["organization": "acme"])["subscription"]!
        let snapshot = try root.event("snapshot")
        #expect(snapshot["data"]?["last"] == true && snapshot["data"]?["sessions"]?.array?.count == 1)
        _ = try root.call("session.terminate", ["id": session["id"]!, "fence": session["fence"]!, "comment": "lunch"])
        let told = try desktop.event("session.ended")
        #expect(told["subscription"] == .null && told["data"]?["comment"] == "lunch" && told["data"]?["by"] != nil)
        let seen = try root.event("session.ended")
        #expect(seen["subscription"] == subscription && seen["seq"] == 2)
    }

    @Test("a second daemon is refused, on the same ledger and on the same socket")
    func second() throws {
        let daemon = try Daemon()
        let other = "\(daemon.directory)/other"
        let ledger = try Programs.run("stationd", ["--socket", other, "--state-directory", daemon.ledger])
        #expect(ledger.status == 1 && ledger.error.contains("another stationd uses the state directory"))
        let socket = try Programs.run("stationd", ["--socket", daemon.socket, "--state-directory", other])
        #expect(socket.status == 1 && socket.error.contains("another stationd serves"))
        #expect(try daemon.connect().call("broker.ping")["time"] != nil)
    }

    @Test("a configuration that is not understood refuses to start and names the key")
    func configuration() throws {
        let file = "/tmp/stationd-bad-\(UUID().uuidString.prefix(8)).yaml"
        defer { unlink(file) }
        try Data("sockets: /tmp/x\n".utf8).write(to: URL(fileURLWithPath: file))
        let outcome = try Programs.run("stationd", ["--config", file])
        #expect(outcome.status == 78)
        #expect(
            outcome.error.contains("stationd: error:") && outcome.error.contains("\"sockets\"")
                && outcome.error.contains("hint:"))
    }

    @Test("a listening socket from the service manager is taken, and readiness, status, watchdog and stopping are told")
    func serviceManager() throws {
        let place = "/tmp/activate-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: place) }
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let script = """
            import os, socket, sys, signal, time
            place, program = sys.argv[1], sys.argv[2]
            notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); notify.bind(place + '/notify')
            listener = socket.socket(socket.AF_UNIX); listener.bind(place + '/s'); listener.listen(8)
            pid = os.fork()
            if pid == 0:
                os.dup2(listener.fileno(), 3, inheritable=True)
                env = dict(os.environ, LISTEN_FDS='1', LISTEN_PID=str(os.getpid()), NOTIFY_SOCKET=place + '/notify',
                           WATCHDOG_USEC='600000', WATCHDOG_PID=str(os.getpid()))
                os.execve(program, [program, '--state-directory', place + '/ledger', '--socket', '/nowhere/s'], env)
            client = socket.socket(socket.AF_UNIX); client.connect(place + '/s'); client.settimeout(20)
            client.sendall(b'{"jsonrpc":"2.0","id":1,"method":"broker.ping"}\\n')
            assert b'result' in client.recv(4096)
            notify.settimeout(20); told = ''; fed = 0
            while fed < 4:
                message = notify.recv(4096).decode(); told += message + '\\n'; fed += 'WATCHDOG=1' in message
            os.kill(pid, signal.SIGTERM)
            while 'STOPPING=1' not in told: told += notify.recv(4096).decode() + '\\n'
            assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
            assert 'READY=1' in told and 'STATUS=' in told, told
            assert os.path.exists(place + '/s'), 'the service manager keeps its socket'
            """
        let program = Programs.folder.appendingPathComponent("stationd").path
        let outcome = try Programs.run("/usr/bin/env", ["python3", "-c", script, place, program])
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    @Test("a folder made for the socket lets clients through to it")
    func socketFolder() throws {
        let place = "/tmp/folder-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let script = """
            mkdir -p "$1" && cd "$1" && "$2" --socket "$1/new/s" --state-directory "$1/ledger" 2>log & pid=$!
            until [ -S "$1/new/s" ]; do kill -0 $pid || exit 1; sleep 0.01; done
            stat -c %a "$1/new" "$1/ledger"; kill $pid; wait $pid
            """
        let program = Programs.folder.appendingPathComponent("stationd").path
        let outcome = try Programs.run("/bin/sh", ["-c", script, "sh", place, program])
        #expect(outcome.output == "755\n700\n", "\(outcome.error)")
    }

    @Test("what the ledger creates is the daemon's alone, and a directory that is too open is tightened")
    func tightened() throws {
        let daemon = try Daemon()
        for file in try FileManager.default.contentsOfDirectory(atPath: daemon.ledger) {
            let mode =
                try FileManager.default.attributesOfItem(atPath: "\(daemon.ledger)/\(file)")[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file)")
        }
        _ = daemon.stop()
        chmod(daemon.ledger, 0o755)
        chmod("\(daemon.ledger)/ledger.sqlite", 0o644)
        try daemon.start()
        for (path, mode) in [(daemon.ledger, 0o700), ("\(daemon.ledger)/ledger.sqlite", 0o600)] {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode)
        }
        #expect(daemon.log.contains("tightened"))
        for file in try FileManager.default.contentsOfDirectory(atPath: daemon.ledger) {
            let mode =
                try FileManager.default.attributesOfItem(atPath: "\(daemon.ledger)/\(file)")[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file)")
        }
    }
}
