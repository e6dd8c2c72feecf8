import Foundation
import Glibc

/// The directory of the ledger: the daemon's alone.
public struct StateDirectory: Sendable {
    public static let mode: mode_t = 0o700
    static let fileMode: mode_t = 0o600
    /// The user that the package makes for the daemon.
    static let daemonUser = "stationd"

    public let path: String
    /// What was too open before and is not any more, for the log.
    public let tightened: [String]
    private let lock: FileLock

    /// Creates the directory if there is none, tightens it if it is too open, and locks it for this process.
    ///
    /// - Throws: ``HostError``: it is a link or a file, another user's, not writable, or another daemon's.
    public init(path: String) throws {
        self.path = path
        if mkdir(path, StateDirectory.mode) != 0, errno != EEXIST {
            throw HostError(
                "the state directory \(path) cannot be made", code: errno,
                remedy: "make it yourself, or name another one with --state-directory")
        }
        var tightened: [String] = []
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw HostError("the state directory \(path) is not a directory", remedy: "name another one")
        }
        guard status.st_uid == geteuid() || geteuid() == 0 else {
            throw HostError(
                "the state directory \(path) belongs to uid \(status.st_uid), not to uid \(geteuid())",
                remedy: "run stationd as its owner, or name another one")
        }
        if status.st_mode & 0o777 != StateDirectory.mode {
            try StateDirectory.tighten(path, to: StateDirectory.mode)
            tightened.append(path)
        }
        lock = try FileLock(
            path: "\(path)/stationd.lock", heldBy: "another stationd uses the state directory \(path)")
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            let file = "\(path)/\(name)"
            guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o177 != 0 else {
                continue
            }
            try StateDirectory.tighten(file, to: StateDirectory.fileMode)
            tightened.append(file)
        }
        self.tightened = tightened
    }

    /// Goes on as the directory's owner, so that what root makes in it is the daemon's. For good.
    ///
    /// - Throws: ``HostError`` when this process may not.
    public static func becomeOwner(of path: String) throws {
        var status = stat()
        // On a host where the daemon has never run; it is its user's then.
        if lstat(path, &status) != 0, errno == ENOENT, geteuid() == 0, let user = HostUsers.uid(named: daemonUser),
            mkdir(path, mode) == 0
        {
            chown(path, user, HostUsers.group(named: daemonUser) ?? gid_t.max)
        }
        guard lstat(path, &status) == 0 else {
            throw HostError(
                "the state directory \(path) cannot be looked at", code: errno,
                remedy: "start stationd once, which makes it, or name another one")
        }
        guard geteuid() == 0, status.st_uid != 0 else { return }
        guard setgroups(0, nil) == 0, setgid(status.st_gid) == 0, setuid(status.st_uid) == 0 else {
            throw HostError(
                "the rights of uid \(status.st_uid) cannot be taken on", code: errno, remedy: "run it as that user")
        }
    }

    /// Goes on as the daemon's user, so that what is judged is what it may; nothing where there is none, or who runs this is
    /// not root.
    public static func becomeDaemonUser() {
        guard geteuid() == 0, let user = HostUsers.uid(named: daemonUser) else { return }
        let group = HostUsers.group(named: daemonUser) ?? user
        guard initgroups(daemonUser, group) == 0, setgid(group) == 0 else { return }
        setuid(user)
    }

    /// What of the directory and its files is not the daemon's alone; for an administrator who looks.
    public static func problems(at path: String) -> [String] {
        var status = stat()
        guard lstat(path, &status) == 0 else { return ["\(path) cannot be looked at"] }
        var problems: [String] = []
        if status.st_uid != geteuid() { problems.append("\(path) belongs to uid \(status.st_uid)") }
        if status.st_mode & 0o777 != mode { problems.append("\(path) has mode \(octal(status.st_mode))") }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? [] {
            guard lstat("\(path)/\(name)", &status) == 0 else { continue }
            if status.st_uid != geteuid() { problems.append("\(name) belongs to uid \(status.st_uid)") }
            if status.st_mode & 0o077 != 0 { problems.append("\(name) has mode \(octal(status.st_mode))") }
        }
        return problems
    }

    private static func octal(_ mode: mode_t) -> String { "0" + String(mode & 0o777, radix: 8) }

    private static func tighten(_ path: String, to mode: mode_t) throws {
        guard chmod(path, mode) == 0 else {
            throw HostError("\(path) is too open and cannot be tightened", code: errno, remedy: "check its owner")
        }
    }
}
