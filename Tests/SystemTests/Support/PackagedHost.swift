import Foundation
import StationProtocol

/// A host on which the Debian package is installed, with people: anna and bob may connect, olga is an operator too, eve
/// may not. STATIOND_PACKAGES names the folder of the packages, which Packaging/build-deb made: this version and an
/// earlier one.
final class PackagedHost: SystemdHost {
    static let folder = ProcessInfo.processInfo.environment["STATIOND_PACKAGES"]
    /// The version that is "the build before" in these tests.
    static let earlier = "0.0.9"

    /// The package of this build.
    static let package: String = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder ?? "")) ?? []
        let own = names.first {
            $0.hasPrefix("stationd_") && $0.hasSuffix(".deb") && !$0.hasPrefix("stationd_\(earlier)_")
        }
        return "\(folder ?? "")/\(own ?? "")"
    }()

    static let earlierPackage = package.replacingOccurrences(
        of: #"stationd_[^_]*_"#, with: "stationd_\(earlier)_", options: .regularExpression)

    /// - Parameter package: to be installed.
    init(_ package: String = package) throws {
        try super.init(sharing: [Self.folder ?? "/nonexistent"])
        try install(package)
        try shell(
            """
            for user in anna bob eve olga; do useradd --create-home $user; done
            for user in anna bob olga; do usermod -aG stationd-users $user; done
            usermod -aG stationd-admin olga
            """)
    }

    /// By apt, as an administrator does it, also where that is a step back.
    func install(_ package: String) throws {
        try shell(
            "DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --allow-downgrades '\(package)' </dev/null 2>&1")
    }

    /// An organization with anna at 4021, bob and cleo where there is room.
    func furnish() throws {
        try shell(
            """
            stationctl organization add acme Acme
            stationctl pool create floor 5000 5019
            stationctl account add anna --static-station 4021 --os-user anna
            stationctl account add bob --dynamic --os-user bob
            stationctl account add cleo --dynamic
            """)
    }

    @discardableResult
    func ctl(_ arguments: String...) throws -> JSON {
        let output = try run(["stationctl"] + arguments + ["--output", "json"])
        return try JSONReader.read(output.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    func sessions() throws -> [JSON] { try ctl("session", "list")["sessions"]?.array ?? [] }

    func endReason(of account: String) throws -> String? {
        try ctl("session", "history", "--account", account)["sessions"]?.array?.first?["endReason"]?.string
    }

    /// The host's socket as a path of this machine: whoever connects here is its root, of whose process it knows nothing.
    var socket: String { "/proc/\(pid)/root/run/stationd/stationd.sock" }

    /// The daemon's main process as the host numbers it; 0 where it does not run.
    func daemon() throws -> Int32 { Int32(try shell("systemctl show -P MainPID stationd")) ?? 0 }

    /// The processes of the daemon's unit as this machine numbers them.
    func daemonsOutside() throws -> [Int32] {
        let group = try String(contentsOfFile: "\(directory)/cgroup", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let mounts = try Programs.run("/usr/bin/findmnt", ["-rno", "TARGET", "-t", "cgroup2"]).output
        let root = mounts.split(separator: "\n").first.map(String.init)
        // Where this machine has no unified hierarchy mounted, the host has.
        let place = root.map { "\($0)\(group)" } ?? "/proc/\(pid)/root/sys/fs/cgroup"
        let text = try String(contentsOfFile: "\(place)/system.slice/stationd.service/cgroup.procs", encoding: .utf8)
        return text.split(separator: "\n").compactMap { Int32($0) }
    }

    /// Logs a user in as a display manager does; `systemctl stop UNIT` logs out. Gives the OS session's name.
    func logIn(_ user: String, unit: String) throws -> String {
        try shell(
            """
            systemd-run --quiet --unit \(unit) --property PAMName=login --uid \(user) --setenv XDG_SESSION_TYPE=x11 \
            --setenv XDG_SEAT=seat0 sleep infinity
            """)
        return try until {
            try shell("loginctl --no-legend list-sessions").split(separator: "\n").last {
                $0.split(separator: " ").dropFirst(2).first == Substring(user)
            }?.split(separator: " ").first.map(String.init)
        }
    }
}
