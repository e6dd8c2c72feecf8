import Foundation
import StationProtocol
import Testing

/// Invariant 3 on a real disk that fails: full, read-only, and with an fsync that fails.
@Suite(.serialized, .enabled(if: Programs.isRoot)) struct DiskSlowTests {
    /// A small file system of its own.
    private final class Disk {
        let path = "/tmp/disk-\(UUID().uuidString.prefix(8))"

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let outcome = try Programs.run("/bin/mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", path])
            guard outcome.status == 0 else { throw Line.Failure(description: "mount: \(outcome.error)") }
        }

        deinit {
            _ = try? Programs.run("/bin/umount", ["-l", path])
            rmdir(path)
        }

        /// Takes all the room that is left.
        func fill() {
            let descriptor = open("\(path)/ballast", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            for size in [65_536, 4_096, 1] {
                let block = [UInt8](repeating: 0, count: size)
                while write(descriptor, block, size) > 0 {}
            }
            close(descriptor)
        }

        func empty() { unlink("\(path)/ballast") }
    }

    @Test("a full disk refuses changes, serves reads, and is got over by itself")
    func full() throws {
        let disk = try Disk()
        let daemon = try Daemon(directory: disk.path)
        defer { daemon.kill() }
        let line = try daemon.furnish()
        let token = try line.call("session.open", Daemon.login("anna", ["leaseSeconds": 3_600]))["token"]!
        disk.fill()
        // Room that the log has already may serve for a few more; then every change is refused.
        var refused = 0
        for _ in 0..<400 where refused < 5 {
            if try line.reason("session.open", Daemon.login("bob")) == "storage_unavailable" {
                refused += 1
            } else if let id = try line.call("session.list", ["account": "bob"])["sessions"]?.array?.first?["id"] {
                _ = try line.reason("session.terminate", ["id": id])
            }
        }
        #expect(refused == 5)
        #expect(try line.call("session.verify", ["token": token])["active"] == true)
        #expect(try line.call("broker.status")["store"]?["state"] == "failing")
        disk.empty()
        let deadline = Date().addingTimeInterval(10)
        while try line.reason("session.open", Daemon.login("cleo")) == "storage_unavailable", Date() < deadline {}
        #expect(try line.call("session.list", ["account": "cleo"])["sessions"]?.array?.count == 1)
        #expect(try line.call("broker.status")["store"]?["state"] == "ok")
        // What was refused never appears, not even after a kill.
        let before = try line.call("session.list")["sessions"]?.array?.map { $0["id"] }
        daemon.kill()
        try daemon.start()
        #expect(try daemon.connect().call("session.list")["sessions"]?.array?.map { $0["id"] } == before)
    }

    /// Runs `body` while system calls of the daemon fail as strace injects it.
    private func failing(_ injection: String, _ daemon: Daemon, _ body: () throws -> Void) throws {
        let strace = Process()
        strace.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
        strace.arguments = ["-f", "-p", "\(daemon.pid)", "-o", "/dev/null", "-e", "inject=\(injection)"]
        let messages = Pipe()
        strace.standardError = messages
        try strace.run()
        // strace says "attached" when the injection is in force.
        _ = messages.fileHandleForReading.availableData
        defer {
            // Nothing softer: it inherits the test runner's signal mask. The kernel lets the daemon go on.
            kill(strace.processIdentifier, SIGKILL)
            strace.waitUntilExit()
        }
        try body()
    }

    @Test(
        "a failing fsync or write leaves every reply true, and the broker goes on by itself",
        arguments: ["fdatasync,fsync:error=EIO", "pwrite64:error=EIO", "pwrite64:error=EROFS", "pwrite64:error=ENOSPC"])
    func unknownOutcome(injection: String) throws {
        let daemon = try Daemon()
        let line = try daemon.furnish()
        var pending: [(account: String, id: Int64)] = []
        try failing(injection, daemon) {
            for account in ["anna", "bob"] {
                pending.append((account, line.request("session.open", Daemon.login(account, ["leaseSeconds": 3_600]))))
            }
            // Reads go on, whatever the disk does.
            let reader = try daemon.connect()
            for _ in 0..<20 {
                #expect(try reader.call("broker.status")["version"] != nil)
                usleep(20_000)
            }
        }
        var granted: [String: JSON] = [:]
        for (account, id) in pending {
            let reply = try line.reply(to: id)
            if let session = reply["result"]?["session"] {
                granted[account] = session["fence"]
            } else {
                #expect(reply["error"]?["data"]?["reason"] == "storage_unavailable")
            }
        }
        // It recovers without being asked to.
        let deadline = Date().addingTimeInterval(10)
        while try line.reason("session.open", Daemon.login("cleo", ["leaseSeconds": 3_600])) == "storage_unavailable",
            Date() < deadline
        {
            usleep(10_000)
        }
        daemon.kill()
        try daemon.start()
        let sessions = try daemon.connect().call("session.list")["sessions"]!.array!
        for account in ["anna", "bob"] {
            let there = sessions.first { $0["account"] == .string(account) }?["fence"]
            #expect(there == granted[account], "\(account) after \(injection)")
        }
        #expect(sessions.contains { $0["account"] == "cleo" })
    }
}
