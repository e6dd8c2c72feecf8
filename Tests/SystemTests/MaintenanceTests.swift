import Foundation
import StationProtocol
import Testing

/// What administrators look after a host with: metrics, doctor, backup, restore; the built programs.
@Suite(.serialized) struct MaintenanceTests {
    private func run(
        _ program: String, _ daemon: Daemon, _ arguments: String..., environment: [String: String] = [:]
    ) throws -> Programs.Outcome {
        try Programs.run(
            program, arguments,
            environment: ["STATIOND_SOCKET": daemon.socket, "XDG_RUNTIME_DIR": daemon.directory]
                .merging(environment) { $1 })
    }

    @Test("metrics count what happened, in lines that Prometheus reads; a file of them is whole and readable")
    func metrics() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        let opened = try root.call("session.open", Daemon.login("anna"))
        _ = try root.reason("session.open", Daemon.login("anna"))
        _ = try root.call("session.close", ["token": opened["token"]!])
        _ = try root.call("session.open", Daemon.login("bob"))
        root.send("nonsense\n")
        let text = try run("stationctl", daemon, "metrics").output
        for line in [
            "stationd_grants_total{purpose=\"work\"} 2", "stationd_refusals_total{reason=\"already_logged_in\"} 1",
            "stationd_ends_total{reason=\"logged_out\"} 1", "stationd_refusals_total{reason=\"parse_error\"} 1",
            "stationd_sessions{organization=\"acme\",purpose=\"work\",verdict=\"live\"} 1",
            "stationd_connections 2", "# TYPE stationd_commit_seconds histogram",
        ] {
            #expect(text.contains("\(line)\n"), "\(line)")
        }
        let form = #/^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? (-?[0-9.]+(e[+-]?[0-9]+)?|\+Inf)$/#
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: form) != nil, "\(line)")
        }
        let file = "\(daemon.directory)/m.prom"
        #expect(try run("stationctl", daemon, "metrics", "--file", file).status == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o644)
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasSuffix("\n"))
        let left = try FileManager.default.contentsOfDirectory(atPath: daemon.directory)
        #expect(!left.contains { $0.hasSuffix(".part") })
    }

    @Test("metrics of hundreds of organizations come in parts, and each organization in one of them")
    func manyOrganizations() throws {
        let daemon = try Daemon()
        let root = try daemon.connect()
        for index in 0..<400 {
            _ = try root.call("organization.create", ["slug": .string("o\(index)"), "name": "O"])
        }
        #expect(try root.call("broker.metrics")["nextCursor"] != nil)
        let text = try run("stationctl", daemon, "metrics").output
        for index in [0, 1, 99, 200, 399] {
            let line = "stationd_sessions_busy{organization=\"o\(index)\"} 0\n"
            #expect(text.components(separatedBy: line).count == 2, "\(index)")
        }
    }

    @Test("a backup taken under load has all that was acknowledged before it, and is restored elsewhere")
    func backup() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        _ = try root.call("session.open", Daemon.login("anna"))
        let load = Thread { [socket = daemon.socket] in
            guard let line = try? Line(socket) else { return }
            while !Thread.current.isCancelled,
                let opened = try? line.call("session.open", Daemon.login("bob")), let token = opened["token"],
                (try? line.call("session.close", ["token": token])) != nil
            {}
        }
        load.start()
        defer { load.cancel() }
        let file = "\(daemon.directory)/backup"
        let done = try run("stationctl", daemon, "backup", file)
        #expect(done.status == 0, "\(done.error)")
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let again = try run("stationctl", daemon, "backup", file)
        #expect(again.status == 64 && again.error.contains("is there already"))
        #expect(try run("stationd", daemon, "restore", "--check", file).output.contains("can be restored"))
        let busy = try run("stationd", daemon, "restore", "--state-directory", daemon.ledger, file)
        #expect(busy.status == 1 && busy.error.contains("another stationd uses the state directory"))
        load.cancel()
        // Anna's fence is older than what comes after the backup, also when that is lost.
        let last = try root.call("session.list")["sessions"]?.array?.compactMap { $0["fence"]?.integer }.max() ?? 0
        daemon.kill()
        let restored = try run("stationd", daemon, "restore", "--state-directory", daemon.ledger, file)
        #expect(restored.status == 0, "\(restored.error)")
        try daemon.start()
        let after = try daemon.connect()
        #expect(try after.call("session.list")["sessions"]?.array == [])
        let ends = try after.call("session.history", ["account": "anna"])["sessions"]?.array
        #expect(ends?.first?["endReason"] == "terminated")
        #expect(ends?.first?["endedBy"]?.string == "an operator (uid \(getuid()))")
        #expect(try after.call("audit.verify")["intact"] == true)
        let next = try after.call("session.open", Daemon.login("anna"))["session"]?["fence"]?.integer ?? 0
        #expect(next > last)
    }

    @Test("what an earlier run was copying when it was killed is gone after the next start")
    func leftOver() throws {
        let daemon = try Daemon()
        daemon.kill()
        let left = "\(daemon.ledger)/copy-9.sqlite"
        try Data("half".utf8).write(to: URL(fileURLWithPath: left))
        try daemon.start()
        // Connected before it has begun to serve; whoever is answered is served.
        _ = try daemon.connect().call("broker.ping")
        #expect(!FileManager.default.fileExists(atPath: left))
    }

    @Test("in a directory backups name themselves and only the newest are kept; other files stay")
    func folder() throws {
        let daemon = try Daemon()
        let files = FileManager.default
        let folder = "\(daemon.directory)/backups"
        try files.createDirectory(atPath: folder, withIntermediateDirectories: false)
        for name in [
            "stationd-2020-01-01T000000Z.sqlite", "stationd-2099-01-02T000000Z.sqlite", "stationd-mine.sqlite",
        ] {
            try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        #expect(try run("stationctl", daemon, "backup", folder, "--keep", "2").status == 0)
        let names = try files.contentsOfDirectory(atPath: folder).sorted()
        #expect(
            names.count == 3 && names[1] == "stationd-2099-01-02T000000Z.sqlite" && names[2] == "stationd-mine.sqlite")
        // A name from a clock that was wrong does not drive out the one that was just made.
        #expect(try run("stationctl", daemon, "backup", folder, "--keep", "1").status == 0)
        let last = try files.contentsOfDirectory(atPath: folder).sorted()
        #expect(last.count == 2 && !last[0].hasPrefix("stationd-2099") && last[1] == "stationd-mine.sqlite")
        #expect(try run("stationctl", daemon, "backup", "\(folder)/x", "--keep", "2").status == 64)
        #expect(try run("stationctl", daemon, "backup", folder, "--keep", "0").status == 64)
    }

    @Test("doctor names what is wrong and what helps, and its exit code tells")
    func doctor() throws {
        let daemon = try Daemon()
        func outcomes(_ arguments: String...) throws -> ([String: String], Int32) {
            let outcome = try Programs.run(
                "stationctl", ["doctor", "--output", "json"] + arguments,
                environment: ["STATIOND_SOCKET": daemon.socket])
            let findings =
                try JSONReader.read(outcome.output.trimmingCharacters(in: .newlines))["findings"]?.array ?? []
            for finding in findings where finding["outcome"] != "ok" { #expect(finding["remedy"] != nil) }
            let pairs = findings.map { ($0["check"]?.string ?? "", $0["outcome"]?.string ?? "") }
            return (Dictionary(pairs) { $1 }, outcome.status)
        }
        chmod(daemon.socket, 0o660)
        let (well, status) = try outcomes()
        for check in [
            "socket", "listeners", "configuration", "broker", "ledger", "invariants", "disk", "ledger's contents",
        ] {
            #expect(well[check] == "ok", "\(check)")
        }
        #expect(status == 0 || status == 2)
        #expect(try outcomes("--quick").0["ledger's contents"] == nil)

        chmod(daemon.socket, 0o666)
        #expect(try outcomes().0["socket"] == "warning")
        chmod(daemon.socket, 0o660)
        chmod(daemon.ledger, 0o755)
        #expect(try outcomes().0["state directory"] == "warning")
        let wrong = "\(daemon.directory)/wrong.yaml"
        try Data("auditDay: 4".utf8).write(to: URL(fileURLWithPath: wrong))
        let (ill, code) = try outcomes("--config", wrong)
        #expect(ill["configuration"] == "problem" && code == 1)
        if Programs.isRoot {
            chmod(daemon.socket, 0o666)
            let stranger = try Programs.run(
                "/usr/bin/setpriv",
                [
                    "--reuid=65534", "--regid=65534", "--clear-groups",
                    Programs.folder.appendingPathComponent("stationctl").path, "doctor",
                ],
                environment: ["STATIOND_SOCKET": daemon.socket])
            #expect(stranger.output.contains("you are no operator"))
        }
        daemon.kill()
        let (gone, end) = try outcomes()
        #expect(gone["listeners"] == "problem" && gone["broker"] == "problem" && end == 1)
    }

    @Test("config check tells what is set where, and exits with 78 for what the daemon would not start with")
    func configuration() throws {
        let daemon = try Daemon()
        let file = "\(daemon.directory)/c.yaml"
        try FileManager.default.createDirectory(atPath: "\(file).d", withIntermediateDirectories: false)
        try Data("auditDays: 5".utf8).write(to: URL(fileURLWithPath: file))
        try Data("historyDays: 6".utf8).write(to: URL(fileURLWithPath: "\(file).d/1.yaml"))
        let good = try run("stationctl", daemon, "config", "check", "--config", file)
        #expect(good.status == 0 && good.output.contains("historyDays  6") && good.output.contains("c.yaml.d/1.yaml"))
        try Data("relays: nobody-here".utf8).write(to: URL(fileURLWithPath: "\(file).d/2.yaml"))
        for (program, arguments) in [("stationctl", ["config", "check"]), ("stationd", ["check"]), ("stationd", [])] {
            let bad = try Programs.run(program, arguments + ["--config", file])
            #expect(bad.status == 78 && bad.error.contains("there is no user \"nobody-here\""), "\(program)")
        }
    }

    @Test("pam refuses to be called by hand, minds nobody's login but its agents', and never the end of one")
    func pam() throws {
        let daemon = try Daemon()
        #expect(try run("stationctl", daemon, "pam").status == 64)
        for type in ["auth", "account", "open_session", "close_session"] {
            let login = ["PAM_TYPE": type, "PAM_USER": "root"]
            #expect(try run("stationctl", daemon, "pam", "--required", environment: login).status == 0, "\(type)")
        }
        // An OS session that nobody knows: whose it is cannot be told, which matters only to those who insist.
        let login = ["PAM_TYPE": "open_session", "PAM_USER": "root", "XDG_SESSION_ID": "c999999"]
        #expect(try run("stationctl", daemon, "pam", environment: login).status == 0)
        let refused = try run("stationctl", daemon, "pam", "--required", environment: login)
        #expect(refused.status == 1 && refused.output.contains("No station session: systemd-logind does not tell"))
        #expect(try run("stationctl", daemon, "pam", "--patience", "61s", environment: login).status == 64)
    }
}
