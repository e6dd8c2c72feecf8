import Foundation

/// The three servers that are measured, each a process of its own.
final class Servers {
    let stationd: String
    let redis: String
    let echo: String
    private var processes: [Process] = []

    nonisolated(unsafe) private(set) static var grantDigest = ""
    nonisolated(unsafe) private(set) static var releaseDigest = ""

    init(daemon: String, bench: String, place: String) throws {
        stationd = "\(place)/stationd.sock"
        redis = "\(place)/redis.sock"
        echo = "\(place)/echo.sock"
        try FileManager.default.createDirectory(atPath: "\(place)/redis", withIntermediateDirectories: true)
        do {
            try start(daemon, ["--socket", stationd, "--state-directory", "\(place)/ledger"])
            try start(
                "/usr/bin/redis-server",
                [
                    "--port", "0", "--unixsocket", redis, "--dir", "\(place)/redis", "--appendonly", "yes",
                    "--appendfsync", "always", "--save", "", "--daemonize", "no", "--maxclients", "2000",
                ])
            try start(bench, ["echo", echo])
            for path in [stationd, redis, echo] { try Servers.wait(for: path) }
            try loadScripts()
        } catch {
            stop()
            throw error
        }
    }

    func stop() {
        for process in processes where process.isRunning { process.terminate() }
        for process in processes { process.waitUntilExit() }
    }

    private func start(_ path: String, _ arguments: [String]) throws {
        let process = Process()
        // Whatever ends the benchmark ends its servers.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments = ["--pdeathsig", "KILL", path] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw BenchmarkError("\(path) cannot be started: \(error)")
        }
        processes.append(process)
    }

    private static func wait(for path: String) throws {
        for _ in 0..<500 {
            if let socket = try? Socket(path) { return socket.shut() }
            usleep(20_000)
        }
        throw BenchmarkError("nobody listens on \(path) after ten seconds")
    }

    private func loadScripts() throws {
        let connection = try Socket(redis)
        defer { connection.shut() }
        func command(_ words: [String]) throws -> String {
            var bytes: [UInt8] = []
            RESP.append(words, to: &bytes)
            connection.send(String(decoding: bytes, as: UTF8.self))
            return try connection.line()
        }
        for (script, isGrant) in [(RedisGrants.grant, true), (RedisGrants.release, false)] {
            _ = try command(["SCRIPT", "LOAD", script])
            let digest = try connection.line().trimmingCharacters(in: .whitespacesAndNewlines)
            if isGrant { Servers.grantDigest = digest } else { Servers.releaseDigest = digest }
        }
        // As long as the broker's answer to session.verify by id and fence.
        _ = try command(["SET", "standing", String(repeating: "x", count: 50)])
    }
}
