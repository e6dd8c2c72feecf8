import Foundation
import StationProtocol

/// A real stationd with a directory and socket of its own, gone with the test.
final class Daemon {
    struct StartError: Error, CustomStringConvertible {
        var description: String
    }

    let directory: String
    let socket: String
    private(set) var process = Process()
    private let ownsDirectory: Bool

    var ledger: String { "\(directory)/ledger" }
    var log: String { (try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)) ?? "" }
    var pid: Int32 { process.processIdentifier }

    /// - Parameters:
    ///   - configuration: YAML, beside a socket that everybody may connect to.
    ///   - directory: another daemon's, to go on where that one stopped.
    init(_ configuration: String = "", directory: String? = nil) throws {
        ownsDirectory = directory == nil
        self.directory = directory ?? "/tmp/stationd-test-\(UUID().uuidString.prefix(8))"
        socket = "\(self.directory)/s"
        try FileManager.default.createDirectory(
            atPath: self.directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let text = "socketMode: \"0666\"\noperatorGroup: \"\"\n\(configuration)\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(self.directory)/stationd.yaml"))
        try start()
    }

    deinit {
        kill()
        if ownsDirectory { try? FileManager.default.removeItem(atPath: directory) }
    }

    /// Starts the daemon and waits until it answers.
    func start() throws {
        process = Process()
        process.executableURL = Programs.folder.appendingPathComponent("stationd")
        process.arguments = [
            "--config", "\(directory)/stationd.yaml", "--socket", socket, "--state-directory", ledger,
        ]
        _ = FileManager.default.createFile(atPath: "\(directory)/log", contents: nil)
        process.standardError = FileHandle(forWritingAtPath: "\(directory)/log")
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let deadline = Date().addingTimeInterval(30)
        while Date() < deadline, process.isRunning {
            // Nothing tells a process outside systemd that the socket is there; so it is tried.
            if let client = try? Line(socket) {
                client.close()
                return
            }
            usleep(5_000)
        }
        throw StartError(description: "stationd did not start: \(log)")
    }

    /// SIGTERM; the exit code and how long it took.
    func stop() -> (status: Int32, seconds: TimeInterval) {
        let began = Date()
        process.terminate()
        process.waitUntilExit()
        return (process.terminationStatus, Date().timeIntervalSince(began))
    }

    /// SIGKILL.
    func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func connect() throws -> Line { try Line(socket) }

    /// A client of another uid, through setpriv and socat: as real as it gets.
    func connect(uid: UInt32) throws -> Line { try Line(socket, uid: uid) }

    /// An organization acme with agents anna (static 4021), bob and cleo (of uid 65534), and a pool of 5000–5009.
    @discardableResult
    func furnish() throws -> Line {
        let line = try connect()
        _ = try line.call("organization.create", ["slug": "acme", "name": "Acme"])
        _ = try line.call(
            "account.create",
            ["organization": "acme", "username": "anna", "role": "agent", "station": ["kind": "static", "id": "4021"]])
        _ = try line.call("account.create", ["organization": "acme", "username": "bob", "role": "agent"])
        _ = try line.call(
            "account.create", ["organization": "acme", "username": "cleo", "role": "agent", "osUser": "65534"])
        _ = try line.call("pool.create", ["organization": "acme", "name": "floor", "first": "5000", "last": "5009"])
        return line
    }

    static func login(_ account: String, _ more: [String: JSON] = [:]) -> JSON {
        var object = (["organization": "acme", "login": .string(account), "credential": ["type": "peer"]] as JSON)
            .object!
        for (key, value) in more { object[key] = value }
        return .object(object)
    }
}
