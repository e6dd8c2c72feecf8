import Foundation
import StationProtocol
import Testing

/// `stationctl session watch`: a board at a terminal, lines elsewhere.
@Suite(.serialized) struct WatchTests {
    /// The command, with its output in a file.
    private final class Watch {
        let process = Process()
        private let path = "/tmp/watch-\(UUID().uuidString)"

        init(_ daemon: Daemon, _ arguments: String...) throws {
            for end in ["out", "err"] { _ = FileManager.default.createFile(atPath: "\(path).\(end)", contents: nil) }
            process.executableURL = Programs.folder.appendingPathComponent("stationctl")
            process.arguments = ["session", "watch", "--socket", daemon.socket] + arguments
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle(forWritingAtPath: "\(path).out")
            process.standardError = FileHandle(forWritingAtPath: "\(path).err")
            try process.run()
        }

        deinit {
            if process.isRunning { process.terminate() }
            process.waitUntilExit()
            for end in ["out", "err"] { unlink("\(path).\(end)") }
        }

        var output: String { text("out") }
        var error: String { text("err") }
        var lines: [Substring] { output.split(separator: "\n") }

        /// The first line that holds all of the words, as soon as it is there.
        func line(with words: String...) throws -> String {
            let deadline = Date().addingTimeInterval(20)
            while Date() < deadline {
                // A line is written at once, so one that is there is there as a whole.
                if let line = lines.first(where: { line in words.allSatisfy { line.contains($0) } }) {
                    return String(line)
                }
                usleep(20_000)
            }
            throw Line.Failure(description: "no line with \(words) in: \(output)\(error)")
        }

        private func text(_ end: String) -> String {
            (try? String(contentsOfFile: "\(path).\(end)", encoding: .utf8)) ?? ""
        }
    }

    @Test(
        "at a terminal: a board that follows logins and ends, at any size, and gives the terminal back on every way out"
    )
    func terminal() throws {
        let daemon = try Daemon()
        try daemon.furnish()
        let script = Programs.root.appendingPathComponent("Tests/SystemTests/Support/watch-board.py").path
        let stationctl = Programs.folder.appendingPathComponent("stationctl").path
        let outcome = try Programs.run("/usr/bin/env", ["python3", script, stationctl, daemon.socket, "\(daemon.pid)"])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
    }

    @Test("elsewhere: the list once, then a line for each change, without escape codes; 69 when the broker goes away")
    func lines() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        let desktop = try daemon.connect()
        let anna = try desktop.call("session.open", Daemon.login("anna", ["device": ["label": "desk-1"]]))["session"]!
        let watch = try Watch(daemon)
        #expect(try watch.line(with: "SESSION", "ACCOUNT", "STATION").contains("DEVICE"))
        #expect(try watch.line(with: "anna", "4021", "live").contains("desk-1"))
        _ = try root.call("session.open", Daemon.login("bob"))
        _ = try watch.line(with: "session.opened  bob@acme at station 5000: live")
        desktop.close()
        _ = try watch.line(with: "session.detached  anna@acme at station 4021: suspect")
        _ = try root.call("session.terminate", ["id": anna["id"]!, "comment": "lunch"])
        _ = try watch.line(with: "session.ended  anna@acme at station 4021: terminated by ", " (lunch)")
        daemon.kill()
        watch.process.waitUntilExit()
        #expect(watch.process.terminationStatus == 69 && watch.error.contains("the broker closed the connection"))
        #expect(!watch.output.contains("\u{1B}") && !watch.error.contains("\u{1B}"))
    }

    @Test("for programs: an object on each line; with --stale of suspect sessions alone, and of what becomes of them")
    func json() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        let desktop = try daemon.connect()
        let token = try desktop.call("session.open", Daemon.login("anna"))["token"]!
        let all = try Watch(daemon, "--output", "json", "--organization", "acme")
        let stale = try Watch(daemon, "--output", "json", "--stale")
        #expect(try all.line(with: #""type":"snapshot""#).contains("anna"))
        #expect(try !stale.line(with: #""type":"snapshot""#).contains("anna"))
        _ = try root.call("session.open", Daemon.login("bob"))
        desktop.close()
        _ = try stale.line(with: #""type":"session.detached""#, #""verdict":"suspect""#)
        _ = try root.call("session.attach", ["token": token])
        _ = try stale.line(with: #""type":"session.attached""#, #""verdict":"live""#)
        _ = try root.call("session.close", ["token": token])
        _ = try all.line(with: #""type":"session.ended""#, #""endReason":"logged_out""#)
        let types = try all.lines.map { try JSONReader.read(String($0))["type"]?.string }
        for type in ["snapshot", "session.opened", "session.detached", "session.attached", "session.ended"] {
            #expect(types.contains(type), "\(types)")
        }
        #expect(!stale.output.contains("bob") && !all.output.contains("\u{1B}"))
    }

    @Test("an account or a station is watched alone")
    func filters() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        _ = try root.call("session.open", Daemon.login("anna"))
        let bob = try Watch(daemon, "--account", "bob")
        let station = try Watch(daemon, "--station", "4021")
        #expect(try bob.line(with: "nobody is logged in") == "nobody is logged in")
        _ = try station.line(with: "anna")
        _ = try root.call("session.open", Daemon.login("bob"))
        _ = try bob.line(with: "session.opened  bob@acme")
        #expect(!bob.output.contains("anna") && !station.output.contains("bob"))
    }

    @Test("an agent may not watch, and the screen is not touched for telling so")
    func refused() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        let outcome = try Programs.run(
            "stationctl", ["--as", "anna", "-o", "acme", "--password-stdin", "session", "watch"],
            input: "\(People.password)\n", environment: ["STATIOND_SOCKET": daemon.socket])
        #expect(outcome.status == 1 && outcome.error.contains("not_permitted") && outcome.output.isEmpty)
    }
}
