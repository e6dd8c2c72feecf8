import Foundation
import Testing

@testable import StationDaemon

@Suite struct ConfigurationReaderTests {
    private let path = "/tmp/stationd-\(UUID().uuidString.prefix(8)).yaml"

    private func read(_ text: String, _ environment: [String: String] = [:]) async throws -> DaemonConfiguration {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await ConfigurationReader.read(file: path, environment: environment)
    }

    private func problem(_ text: String, _ environment: [String: String] = [:]) async -> String {
        do {
            _ = try await read(text, environment)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("what a file sets is set, and what it does not stays at its default")
    func file() async throws {
        let read = try await read(
            "socket: /tmp/x.sock\nsocketMode: \"0600\"\nlimits:\n  lineBytes: 2048\n  connections: 7\n")
        #expect(read.socket == "/tmp/x.sock" && read.socketMode == "0600")
        #expect(read.limits.lineBytes == 2_048 && read.limits.connections == 7)
        #expect(read.stateDirectory == DaemonConfiguration().stateDirectory)
        #expect(try await self.read("# nothing\n") == DaemonConfiguration())
    }

    @Test("the environment goes before the file")
    func environment() async throws {
        let environment = [
            "STATIOND_SOCKET": "/env.sock", "STATIOND_LIMITS_LINE_BYTES": "4096", "STATIOND_STATE_DIRECTORY": "/s",
        ]
        let read = try await read("socket: /file.sock\nlimits:\n  lineBytes: 2048\n", environment)
        #expect(read.socket == "/env.sock" && read.limits.lineBytes == 4_096 && read.stateDirectory == "/s")
    }

    @Test(
        "an unknown key is named",
        arguments: ["sockt: /x", "limits:\n  lines: 5", "limits:\n  lineBytes:\n    x: 1", "a:\n  b: 1"])
    func unknownKeys(text: String) async {
        let problem = await problem(text)
        #expect(problem.contains("sockt") || problem.contains("limits.line") || problem.contains("\"a\""))
    }

    @Test(
        "a bad value is named",
        arguments: [
            ("limits:\n  lineBytes: many", "limits.lineBytes"), ("limits:\n  lineBytes: 1023", "limits.lineBytes"),
            ("limits:\n  lineBytes: 1048577", "limits.lineBytes"), ("socketMode: \"0999\"", "socketMode"),
            ("socketMode: \"0066\"", "socketMode"), ("logLevel: loud", "logLevel"), ("socket: \"\"", "socket"),
            ("socket: [a]", "socket"), ("socket:", "socket"), ("- a", "mapping"), ("a: [", "not YAML"),
        ])
    func badValues(text: String, name: String) async {
        #expect(await problem(text).contains(name))
    }

    @Test(
        "bounds hold at n−1, n, n+1",
        arguments: [(1_023, false), (1_024, true), (1_025, true), (1_048_576, true), (1_048_577, false)])
    func bounds(value: Int, isValid: Bool) async {
        #expect(await problem("limits:\n  lineBytes: \(value)").isEmpty == isValid)
        #expect(await problem("", ["STATIOND_LIMITS_LINE_BYTES": "\(value)"]).isEmpty == isValid)
    }

    @Test("a file that is not there is an error")
    func missing() async {
        await #expect(throws: ConfigurationError.self) {
            _ = try await ConfigurationReader.read(file: "/nowhere/x.yaml", environment: [:])
        }
    }

    @Test("drop-ins count in the order of their names, after the file, before the environment; other files do not")
    func dropIns() async throws {
        let files = FileManager.default
        try files.createDirectory(atPath: "\(path).d", withIntermediateDirectories: false)
        defer { try? files.removeItem(atPath: "\(path).d") }
        let texts = [
            "10-host.yaml": "host: ten\nauditDays: 10\nlogLevel: debug",
            "20-host.yaml": "auditDays: 20\nhistoryDays: 20",
            "30-host.yaml.dpkg-old": "auditDays: 30", ".40.yaml": "auditDays: 40", "50.yml": "nonsense: 1",
        ]
        for (name, text) in texts { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path).d/\(name)")) }
        let read = try await read("host: main\nauditDays: 1\nhistoryDays: 1", ["STATIOND_LOG_LEVEL": "error"])
        #expect(read.host == "ten" && read.auditDays == 20 && read.historyDays == 20 && read.logLevel == "error")
        try Data("auditDay: 5".utf8).write(to: URL(fileURLWithPath: "\(path).d/60.yaml"))
        #expect(await problem("").contains("60.yaml has an unknown key \"auditDay\""))
        try Data("auditDays: -1".utf8).write(to: URL(fileURLWithPath: "\(path).d/60.yaml"))
        #expect(await problem("").contains("60.yaml: auditDays must be a whole number from 0 to 36500"))
    }

    @Test("every setting has a key of its own, a meaning in one line, and a default within its bounds")
    func settings() {
        #expect(Set(Settings.all.map(\.key)).count == Settings.all.count)
        #expect(Set(Settings.all.map(\.variable)).count == Settings.all.count)
        for setting in Settings.all {
            #expect(setting.meaning.hasSuffix(".") && setting.meaning.count <= 120, "\(setting.key)")
            if case .number(_, let range) = setting.place { #expect(range.contains(Int(setting.standard)!)) }
        }
    }

    @Test("the README's table has every setting, and no other")
    func readme() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let table = text.components(separatedBy: "| key | default | means |")[1].components(separatedBy: "\n\n")[0]
        let keys = table.split(separator: "\n").dropFirst().flatMap { row in
            let cell = row.split(separator: "|").first ?? ""
            return cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }
        #expect(Set(keys) == Set(Settings.all.map(\.key)))
    }
}
