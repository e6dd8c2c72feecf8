import Foundation

/// Where the built programs are, and how to run one.
enum Programs {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The folder that the test bundle was built into.
    static let folder: URL = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        if let bundle { return URL(fileURLWithPath: bundle).deletingLastPathComponent() }
        return root.appendingPathComponent(".build/debug")
    }()

    struct Outcome {
        var status: Int32
        var output: String
        var error: String
    }

    /// Runs a program to its end.
    static func run(
        _ name: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = name.hasPrefix("/") ? URL(fileURLWithPath: name) : folder.appendingPathComponent(name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let place = "/tmp/run-\(UUID().uuidString)"
        defer { for end in ["in", "out", "err"] { unlink("\(place).\(end)") } }
        // Files, not pipes: whatever the program writes, nobody has to read it meanwhile.
        for end in ["in", "out", "err"] { _ = FileManager.default.createFile(atPath: "\(place).\(end)", contents: nil) }
        try Data((input ?? "").utf8).write(to: URL(fileURLWithPath: "\(place).in"))
        process.standardInput = FileHandle(forReadingAtPath: "\(place).in")
        process.standardOutput = FileHandle(forWritingAtPath: "\(place).out")
        process.standardError = FileHandle(forWritingAtPath: "\(place).err")
        try process.run()
        process.waitUntilExit()
        func text(_ end: String) -> String {
            String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: "\(place).\(end)"))) ?? Data(), as: UTF8.self)
        }
        return Outcome(status: process.terminationStatus, output: text("out"), error: text("err"))
    }

    static let isRoot = geteuid() == 0
}
