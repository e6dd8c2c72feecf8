import Foundation
import StationProtocol
import Testing

/// The built stationctl against the built daemon.
@Suite(.serialized) struct CommandTests {
    private func ctl(_ daemon: Daemon, _ arguments: String..., input: String? = nil) throws -> Programs.Outcome {
        try Programs.run(
            "stationctl", arguments, input: input,
            environment: ["STATIOND_SOCKET": daemon.socket, "XDG_RUNTIME_DIR": daemon.directory])
    }

    @Test("an agent's day: login in the background, refused elsewhere in the seed's words, check, logout")
    func day() throws {
        let daemon = try Daemon()
        try daemon.furnish()
        #expect(try ctl(daemon, "login", "anna", "--background", "--device", "desk-7").status == 0)
        let file = "\(daemon.directory)/stationctl/acme.anna.token"
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let refused = try ctl(daemon, "login", "anna")
        #expect(refused.status == 1)
        for words in ["The user is already logged in", "desk-7", "4021", "since", "hint:"] {
            #expect(refused.error.contains(words), "\(words): \(refused.error)")
        }
        #expect(try ctl(daemon, "check", "anna").status == 1)
        #expect(try ctl(daemon, "check", "bob").output.contains("would succeed"))
        #expect(try ctl(daemon, "logout", "anna").status == 0)
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(try ctl(daemon, "logout", "anna").status == 1)
        #expect(try ctl(daemon, "login", "nobody").error.contains("Incorrect username or password"))
    }

    @Test("a foreground login holds the session until it is interrupted, or ended by somebody")
    func foreground() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        _ = try root.call("events.subscribe", ["types": ["session.opened", "session.ended"]])
        for interrupts in [true, false] {
            let process = Process()
            process.executableURL = Programs.folder.appendingPathComponent("stationctl")
            process.arguments = ["login", "bob", "--organization", "acme", "--socket", daemon.socket]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            let session = try root.event("session.opened")["data"]!["session"]!
            if interrupts {
                process.interrupt()
            } else {
                _ = try root.call("session.terminate", ["id": session["id"]!])
            }
            process.waitUntilExit()
            #expect(process.terminationStatus == (interrupts ? 0 : 1))
            let reason = try root.event("session.ended")["data"]?["session"]?["endReason"]
            #expect(reason == (interrupts ? "logged_out" : "terminated"))
        }
    }

    @Test("a login that cannot keep its token leaves no session behind")
    func noPlace() throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let outcome = try Programs.run(
            "stationctl", ["login", "bob", "--background"],
            environment: ["STATIOND_SOCKET": daemon.socket, "XDG_RUNTIME_DIR": "/nonexistent"])
        #expect(outcome.status == 1 && outcome.error.contains("/nonexistent"))
        #expect(try daemon.connect().call("session.list")["sessions"]?.array == [])
    }

    @Test("a foreground login takes its session up again after the broker was away")
    func away() throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let process = Process()
        process.executableURL = Programs.folder.appendingPathComponent("stationctl")
        process.arguments = ["login", "bob", "--organization", "acme", "--socket", daemon.socket]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0 && daemon.process.isRunning)
        }
        let deadline = Date().addingTimeInterval(20)
        func verdict() throws -> JSON? {
            try daemon.connect().call("session.list")["sessions"]?.array?.first?["verdict"]
        }
        while try verdict() != "live", Date() < deadline { usleep(20_000) }
        daemon.kill()
        try daemon.start()
        while try verdict() != "live", Date() < deadline { usleep(20_000) }
        #expect(try verdict() == "live")
    }

    @Test("output that cannot be written is said so")
    func fullOutput() throws {
        let daemon = try Daemon()
        let outcome = try Programs.run(
            "/bin/sh", ["-c", "\(Programs.folder.path)/stationctl status >/dev/full"],
            environment: ["STATIOND_SOCKET": daemon.socket])
        #expect(outcome.status == 74 && outcome.error.contains("could not be written"))
    }

    @Test("terminate shows whom it will end and does nothing unasked")
    func terminate() throws {
        let daemon = try Daemon()
        try daemon.furnish()
        _ = try ctl(daemon, "login", "anna", "--background")
        let dry = try ctl(daemon, "session", "terminate", "--station", "4021", "--dry-run")
        #expect(dry.output.contains("would end: anna@acme at station 4021"))
        #expect(try ctl(daemon, "session", "terminate", "--account", "anna", input: "").status == 64)
        #expect(try ctl(daemon, "session", "list", "--output", "json").output.contains("\"anna\""))
        #expect(try ctl(daemon, "session", "terminate", "--account", "anna", "--yes", "--comment", "lunch").status == 0)
        #expect(try ctl(daemon, "session", "list").output == "nobody is logged in\n")
        #expect(try ctl(daemon, "session", "history", "--station", "4021").output.contains("ended: terminated"))
        #expect(try ctl(daemon, "session", "terminate", "--account", "anna", "--yes").status == 1)
        #expect(try ctl(daemon, "audit", "list").output.contains("comment=lunch"))
    }

    @Test("an import is checked as a whole, reports every bad line, and is all or nothing")
    func importing() throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let file = "\(daemon.directory)/roster.csv"
        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
        try write(
            "username,role,station_kind,station\ndora,agent,static,600\nbad name,agent,,\nanna,agent,,\nemil,agent,static,4021\n"
        )
        let bad = try ctl(daemon, "account", "import", file)
        #expect(bad.status == 1)
        for words in ["3 bad lines", "line 3", "line 4", "line 5", "nothing was imported"] {
            #expect(bad.error.contains(words))
        }
        #expect(try ctl(daemon, "account", "show", "dora").status == 1)
        try write(
            "username,role,station_kind,station\n"
                + (0..<5_000).map { "u\($0),agent,static,\(100_000 + $0)\n" }.joined())
        let good = try ctl(daemon, "account", "import", file)
        #expect(good.status == 0 && good.output == "5000 accounts imported\n")
        #expect(try ctl(daemon, "account", "show", "u4999").output.contains("static 104999"))
        let list = try ctl(daemon, "account", "list", "--output", "json")
        #expect(try JSONReader.read(list.output.trimmingCharacters(in: .newlines))["accounts"]?.array?.count == 5_003)
    }

    @Test("exit codes tell: 0 done, 1 refused, 64 usage, 69 not reachable")
    func exitCodes() throws {
        let daemon = try Daemon()
        try daemon.furnish()
        #expect(try ctl(daemon, "status").status == 0)
        #expect(try ctl(daemon, "account", "add", "anna").status == 1)
        for usage in [
            ["frobnicate"], ["account", "add", "a b"], ["station", "show", "12a"], ["call", "x", "[]"],
            ["session", "terminate"],
        ] {
            let outcome = try Programs.run("stationctl", usage, environment: ["STATIOND_SOCKET": daemon.socket])
            #expect(outcome.status == 64, "\(usage)")
            #expect(outcome.error.hasPrefix("stationctl: error: ") && outcome.error.contains("hint:"))
        }
        let lost = try ctl(daemon, "--socket", "/nowhere/s", "status")
        #expect(lost.status == 69 && lost.error.contains("cannot be reached at /nowhere/s"))
        #expect(try ctl(daemon, "call", "broker.ping").output.contains("\"time\""))
        #expect(try ctl(daemon, "--help").status == 0)
    }

    @Test("every verb does what its help says", .timeLimit(.minutes(2)))
    func verbs() throws {
        let daemon = try Daemon()
        let steps: [([String], String)] = [
            (
                ["organization", "add", "beta", "Beta", "--station-source", "pool", "--grace-period", "5"],
                "grace period            5 s"
            ),
            (["organization", "edit", "beta", "--name", "Beta Ltd"], "Beta Ltd"),
            (["organization", "list"], "Beta Ltd"),
            (["organization", "show", "beta"], "pool"), (["pool", "create", "floor", "100", "109"], "100"),
            (["pool", "list"], "floor"),
            (["account", "add", "kim", "--role", "supervisor", "--email", "k@x.example"], "k@x.example"),
            (["account", "edit", "kim", "--display-name", "Kim Lee", "--clear", "email"], "Kim Lee"),
            (["account", "list"], "supervisor"), (["station", "reserve", "105", "kim"], "reserved for  kim"),
            (["station", "list"], "105"), (["station", "show", "105"], "reserved"),
            (["station", "unreserve", "105", "kim"], "free"), (["station", "list", "--state", "free"], "109"),
            (["account", "disable", "kim"], "disabled"), (["account", "enable", "kim"], "active"),
            (["account", "remove", "kim", "--yes"], "kim"), (["account", "list"], "no accounts"),
            (["pool", "remove", "floor"], "floor"), (["audit", "list", "--limit", "2"], "pool.removed"),
        ]
        for (arguments, expected) in steps {
            let outcome = try Programs.run("stationctl", arguments, environment: ["STATIOND_SOCKET": daemon.socket])
            #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
            #expect(outcome.output.contains(expected), "\(arguments): \(outcome.output)")
            let json = try Programs.run(
                "stationctl", arguments + ["--output", "json"], environment: ["STATIOND_SOCKET": daemon.socket])
            // Programs get JSON on one line, or nothing on standard output when it was refused the second time.
            #expect(json.output.isEmpty || (try? JSONReader.read(json.output.trimmingCharacters(in: .newlines))) != nil)
        }
    }
}
