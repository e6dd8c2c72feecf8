import Foundation

/// The program `stationd` of this installation, for what only it can say: it judges its own configuration.
enum DaemonProgram {
    /// Where the package puts it.
    private static let installed = "/usr/sbin/stationd"

    /// The one beside this program, as in a build folder, before the installed one: they belong together.
    static var path: String? {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let files = FileManager.default
        return [own.appendingPathComponent("stationd").path, installed].first(where: files.isExecutableFile)
    }

    /// Runs it to its end.
    ///
    /// - Throws: ``CommandFailure`` where there is none.
    static func run(_ arguments: [String]) throws -> HostProgram.Outcome {
        guard let path else {
            throw CommandFailure(
                message: "stationd is not installed on this host", hint: "install the package: apt install stationd")
        }
        return try HostProgram.run(path, arguments, showsErrors: true)
    }
}
