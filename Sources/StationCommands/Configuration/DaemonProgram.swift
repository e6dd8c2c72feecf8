import Foundation

/// The program `stationd` of this installation, for what only it can say: it judges its own configuration.
enum DaemonProgram {
    /// Where the package puts it.
    private static let installed = "/usr/sbin/stationd"

    struct Outcome {
        var status: Int32
        var output: String
    }

    /// The one beside this program, as in a build folder, before the installed one: they belong together.
    static var path: String? {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let files = FileManager.default
        return [own.appendingPathComponent("stationd").path, installed].first(where: files.isExecutableFile)
    }

    /// Runs it to its end.
    ///
    /// - Throws: ``CommandFailure`` where there is none.
    static func run(_ arguments: [String]) throws -> Outcome {
        guard let path else {
            throw CommandFailure(
                message: "stationd is not installed on this host", hint: "install the package: apt install stationd")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }
}
