import Foundation
import StationProtocol

/// A host with the stationd of this build in it, from the build folder, in a unit of its own.
final class BuiltHost: SystemdHost {
    /// The programs under test, with the libraries that they need, are there under their own names.
    init() throws {
        let compiler = try Programs.run("/usr/bin/env", ["which", "swift"]).output
        let place = URL(fileURLWithPath: compiler.trimmingCharacters(in: .whitespacesAndNewlines))
            .resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        try super.init(sharing: [Programs.folder.path, place.appendingPathComponent("lib").path])
        try start()
    }

    private func start() throws {
        try run(
            "systemd-run", "--quiet", "--unit", "stationd", "\(Programs.folder.path)/stationd", "--socket",
            "/run/stationd.sock", "--state-directory", "/var/lib/stationd")
        try until { try? ctl("status") }
    }

    override func powerLoss() throws {
        try super.powerLoss()
        try start()
    }

    @discardableResult
    func ctl(_ arguments: String...) throws -> JSON {
        let output = try run(
            ["\(Programs.folder.path)/stationctl", "--socket", "/run/stationd.sock"] + arguments
                + ["--output", "json"])
        return try JSONReader.read(output.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
