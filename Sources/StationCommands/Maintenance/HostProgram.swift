import Foundation

/// Programs of the host that are run to their end and read.
enum HostProgram {
    struct Outcome {
        var status: Int32
        var output: String
    }

    /// - Parameter showsErrors: whether what it says on standard error goes to ours; else nobody reads it.
    /// - Throws: what keeps it from being started.
    static func run(_ path: String, _ arguments: [String], showsErrors: Bool) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        // Not every user may be where this was called.
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        if !showsErrors { process.standardError = FileHandle.nullDevice }
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }

    /// What a program of systemd's says, without white space at the ends; nil where it is not there.
    static func ask(_ name: String, _ arguments: [String]) -> String? {
        guard
            let path = ["/usr/bin", "/bin"].map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile),
            let outcome = try? run(path, arguments, showsErrors: false)
        else { return nil }
        return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
