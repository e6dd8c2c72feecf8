import Foundation
import StationProtocol

/// A Debian host of its own with systemd and logind (Packaging/host). Needs root, and a kernel with namespaces.
class SystemdHost {
    private static let script = Programs.root.appendingPathComponent("Packaging/host").path
    /// Seconds that something in the host may take to come about.
    private static let patience: TimeInterval = 30

    let directory: String
    private let shared: [String]

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Whether this machine can boot one; says so loudly where it cannot, since then nothing of it is tested.
    static let isPossible: Bool = {
        let probe = ["--mount", "--pid", "--fork", "--cgroup", "--uts", "--ipc", "--net", "true"]
        let isPossible = Programs.isRoot && (try? Programs.run("/usr/bin/unshare", probe).status) == 0
        if !isPossible {
            let text = "\n!!! SKIPPED: the tests on a real systemd host need root and namespaces (unshare). !!!\n\n"
            FileHandle.standardError.write(Data(text.utf8))
        }
        return isPossible
    }()

    /// The root file system that all of them boot from, made once and kept outside of the tree: its name changes with what
    /// is in it.
    private static let cache = Result {
        let text = try String(contentsOfFile: script, encoding: .utf8)
        let what = text.split(separator: "\n").filter { $0.hasPrefix("packages=") || $0.hasPrefix("release=") }
        // FNV-1a: the same in each run, which Swift's own hashes are not.
        let name = what.joined().utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        let directory = "/var/cache/stationd-test/host-\(String(name, radix: 36))"
        try host(["create", directory])
        return directory
    }

    /// - Parameter shared: files and directories of this machine that are there under their own names, read-only.
    init(sharing shared: [String]) throws {
        directory = "/tmp/stationd-host-\(UUID().uuidString.prefix(8))"
        self.shared = shared
        try boot()
    }

    deinit { _ = try? Programs.run(Self.script, ["remove", directory]) }

    private func boot() throws {
        let cache = try Self.cache.get()
        try Self.host(["boot", directory, "--from", cache] + shared.flatMap { ["--share", $0] })
    }

    /// As if the plug was pulled, and the host started again.
    func powerLoss() throws {
        try Self.host(["stop", directory, "--now"])
        try boot()
    }

    /// PID 1 of the host as this machine numbers it.
    var pid: Int32 {
        let text = (try? String(contentsOfFile: "\(directory)/pid", encoding: .utf8)) ?? ""
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// Runs a command in the host, as its root.
    ///
    /// - Throws: ``Failure`` unless it succeeds.
    @discardableResult
    func run(_ command: String...) throws -> String { try run(command) }

    @discardableResult
    func run(_ command: [String]) throws -> String { try Self.host(["run", directory, "--"] + command) }

    /// The same for a command that may fail.
    func attempt(_ command: String...) throws -> Programs.Outcome {
        try Self.outcome(["run", directory, "--"] + command)
    }

    /// Runs lines of shell in the host, as its root.
    ///
    /// - Throws: ``Failure`` when the last of them fails.
    @discardableResult
    func shell(_ lines: String) throws -> String {
        try run("sh", "-c", lines).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Asks until there is an answer: nothing outside the host tells when something has happened in it.
    @discardableResult
    func until<Value>(_ look: () throws -> Value?) throws -> Value {
        let deadline = Date().addingTimeInterval(Self.patience)
        while Date() < deadline {
            if let value = try look() { return value }
            usleep(50_000)
        }
        throw Failure(description: "it did not happen within \(Self.patience) s")
    }

    @discardableResult
    static func host(_ arguments: [String]) throws -> String {
        let outcome = try outcome(arguments)
        guard outcome.status == 0 else {
            throw Failure(description: "\(arguments.joined(separator: " ")): \(outcome.output)\(outcome.error)")
        }
        return outcome.output
    }

    private static func outcome(_ arguments: [String]) throws -> Programs.Outcome {
        // What goes on in the background must not keep the descriptors by which Foundation tells that a process has ended.
        let closing = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"
        return try Programs.run("/usr/bin/env", ["python3", "-c", closing, script] + arguments)
    }
}
