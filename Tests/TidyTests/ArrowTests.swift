import Foundation
import Testing

/// What no linter knows: which room may import which, and how large things may grow.
@Suite struct ArrowTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// DESIGN §4. A room that is not here has no business in the package.
    static let mayImport: [String: Set<String>] = [
        "StationProtocol": ["Foundation"],
        "StationCore": ["StationProtocol"],
        "StationContract": ["StationCore", "StationProtocol", "ArgumentParser", "Foundation"],
        "StationAccounts": ["CArgon2", "CZxcvbn", "Crypto", "Foundation", "StationCore", "StationProtocol"],
        "StationStore": [
            "Crypto", "GRDB", "GRDBSQLite", "StationCore", "StationProtocol", "Dispatch", "Foundation", "Glibc",
            "Synchronization",
        ],
        "StationHost": [
            "CEventPoll", "CSystemd", "CStationHost", "Dispatch", "Glibc", "Foundation", "Logging", "Synchronization",
        ],
        "StationMetrics": ["CoreMetrics", "Synchronization"],
        "StationServer": [
            "CoreMetrics", "StationAccounts", "StationContract", "StationCore", "StationMetrics", "StationProtocol",
            "StationStore", "StationHost",
            "NIOCore", "NIOPosix",
            "Logging", "Crypto",
            "Dispatch", "Glibc", "Foundation", "Synchronization",
        ],
        "StationDaemon": [
            "CStationVersion", "StationAccounts", "StationServer", "StationCore", "StationHost", "StationProtocol",
            "StationStore",
            "ArgumentParser", "Configuration",
            "Foundation",
            "Glibc", "Logging", "ServiceLifecycle", "SystemPackage", "Yams",
        ],
        "StationClient": ["StationProtocol", "NIOCore", "NIOPosix"],
        "StationCommands": [
            "CStationVersion", "StationClient", "StationProtocol", "ArgumentParser", "Crypto", "Dispatch", "Foundation",
            "SwiftCSV", "Synchronization",
        ],
        "StationBenchmark": [
            "CEventPoll", "StationAccounts", "StationProtocol", "ArgumentParser", "Foundation", "Glibc", "Histogram",
        ],
        "StationManual": [
            "StationCommands", "StationContract", "StationDaemon", "StationProtocol", "ArgumentParser", "Foundation",
        ],
        "station-manual": ["StationManual"],
        "stationd": ["StationDaemon"], "station-contract": ["StationContract"], "stationctl": ["StationCommands"],
        "station-bench": ["StationBenchmark"],
    ]

    static func sources(_ folder: String) -> [URL] {
        let url = root.appendingPathComponent(folder)
        let found = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
        return (found ?? []).filter { $0.pathExtension == "swift" }
    }

    @Test("each room imports what it may, and nothing else")
    func arrows() throws {
        let rooms = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent("Sources").path)
        for room in rooms
        where ![
            "CArgon2", "CEventPoll", "CStationHost", "CStationVersion", "CSystemd", "CZxcvbn",
        ].contains(room) {
            let allowed = try #require(Self.mayImport[room], "\(room) is not in the table")
            let files = Self.sources("Sources/\(room)")
            #expect(!files.isEmpty)
            for file in files {
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    let words = line.split(separator: " ").map(String.init)
                    guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1 else {
                        continue
                    }
                    if index == 1, !words[0].hasPrefix("@"), words[0] != "public" { continue }
                    #expect(
                        allowed.contains(words[index + 1]),
                        "\(room)/\(file.lastPathComponent) imports \(words[index + 1])")
                }
            }
        }
    }

    @Test("only the ledger knows SQL, and only the host's room knows systemd")
    func knowledge() throws {
        for file in Self.sources("Sources") {
            let text = try String(contentsOf: file, encoding: .utf8)
            let room = file.pathComponents.drop { $0 != "Sources" }.dropFirst().first ?? ""
            if room != "StationStore" { #expect(!text.contains("INSERT INTO"), "\(file.path)") }
            if room != "StationHost" { #expect(!text.contains("sd_notify("), "\(file.path)") }
        }
    }

    @Test("files stay readable: at most 420 lines, and most of them at most 150")
    func sizes() throws {
        let counts = try Self.sources("Sources").map { url in
            (
                url.lastPathComponent,
                try String(contentsOf: url, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
                    .count
            )
        }
        for (name, count) in counts { #expect(count <= 420, "\(name) has \(count) lines") }
        #expect(counts.filter { $0.1 <= 150 }.count * 10 >= counts.count * 8)
    }

    @Test("executables are at most 30 lines")
    func executables() throws {
        for name in ["stationd", "stationctl", "station-manual", "station-bench"] {
            let text = try String(
                contentsOf: Self.root.appendingPathComponent("Sources/\(name)/main.swift"), encoding: .utf8)
            #expect(text.split(separator: "\n").count <= 30)
        }
    }

    @Test("nothing prints past the renderer, and nothing sleeps in place of an event")
    func habits() throws {
        for file in Self.sources("Sources")
        where !file.path.contains("StationBenchmark") && file.lastPathComponent != "Failure.swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains(" print("), "\(file.lastPathComponent) prints")
            #expect(!text.contains("usleep("), "\(file.lastPathComponent) sleeps")
        }
    }
}
