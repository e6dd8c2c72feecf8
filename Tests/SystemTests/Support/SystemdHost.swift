import Foundation
import StationProtocol

/// A Debian host of its own with systemd and logind (Packaging/host), and a stationd in it. Needs root.
final class SystemdHost {
    let directory: String
    private static let script = Programs.root.appendingPathComponent("Packaging/host").path

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    init() throws {
        directory = "/tmp/stationd-host-\(UUID().uuidString.prefix(8))"
        try host("create", directory)
        try boot()
    }

    deinit { _ = try? Programs.run(Self.script, ["remove", directory]) }

    /// The programs under test, with the libraries that they need, are there under their own names.
    private func boot() throws {
        let compiler = try Programs.run("/usr/bin/env", ["which", "swift"]).output
        let place = URL(fileURLWithPath: compiler.trimmingCharacters(in: .whitespacesAndNewlines))
            .resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        let libraries = place.appendingPathComponent("lib").path
        try host("boot", directory, "--share", Programs.folder.path, "--share", libraries)
        try run(
            "systemd-run", "--quiet", "--unit", "stationd", "\(Programs.folder.path)/stationd", "--socket",
            "/run/stationd.sock", "--state-directory", "/var/lib/stationd")
        try until { try? ctl("status") }
    }

    /// As if the plug was pulled, and the host started again.
    func powerLoss() throws {
        try host("stop", directory, "--now")
        try boot()
    }

    @discardableResult
    func run(_ command: String...) throws -> String { try run(command) }

    @discardableResult
    func run(_ command: [String]) throws -> String { try host(["run", directory, "--"] + command) }

    @discardableResult
    func ctl(_ arguments: String...) throws -> JSON {
        let output = try host(
            ["run", directory, "--", "\(Programs.folder.path)/stationctl", "--socket", "/run/stationd.sock"] + arguments
                + ["--output", "json"])
        return try JSONReader.read(output.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Asks until there is an answer: nothing outside the host tells when something has happened in it.
    @discardableResult
    func until<Value>(_ look: () throws -> Value?) throws -> Value {
        let deadline = Date().addingTimeInterval(20)
        while Date() < deadline {
            if let value = try look() { return value }
            usleep(50_000)
        }
        throw Failure(description: "it did not happen within 20 s")
    }

    @discardableResult
    private func host(_ arguments: String...) throws -> String { try host(arguments) }

    private func host(_ arguments: [String]) throws -> String {
        // What goes on in the background must not keep the descriptors by which Foundation tells that a process has ended.
        let closing = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"
        let outcome = try Programs.run("/usr/bin/env", ["python3", "-c", closing, Self.script] + arguments)
        guard outcome.status == 0 else {
            throw Failure(description: "\(arguments.joined(separator: " ")): \(outcome.error)")
        }
        return outcome.output
    }
}
