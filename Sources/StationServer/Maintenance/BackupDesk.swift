import Crypto
import Dispatch
import Foundation
import Glibc
import StationCore
import StationHost
import StationProtocol

/// Copies of the ledger on their way to those who asked for them: one at a time, each for one connection. Confined to the
/// loop but for what reads files, which is slow and done on ``queue``.
final class BackupDesk {
    enum State {
        /// Being made for a connection.
        case copying(ConnectionID, path: String)
        case ready(ConnectionID, path: String, Backup)
        /// Looked through by the broker itself; whose connection asked for that does not matter any more.
        case inspecting(path: String, Backup)
    }

    private(set) var state: State?
    private let directory: String
    private var last: UInt64 = 0
    /// When a part was last read, in milliseconds of the boot clock.
    private var readAt: Int64 = 0
    /// Where files are read, which may take as long as a disk takes.
    let queue = DispatchQueue(label: "stationd.backup", qos: .utility)
    /// Where the host is looked at, and a copy looked through, which takes longer still.
    let inspections = DispatchQueue(label: "stationd.diagnosis", qos: .utility, attributes: .concurrent)

    init(directory: String) {
        self.directory = directory
        // What an earlier run was making when it was killed.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        where name.hasPrefix(BackupDesk.prefix) { unlink("\(directory)/\(name)") }
    }

    private static let prefix = "copy-"

    /// - Returns: where to copy to; nil where one is being made, fetched or looked through. One that nobody fetches makes
    ///   room.
    func begin(for connection: ConnectionID) -> (id: BackupID, path: String)? {
        if case .ready(_, _, let idle) = state,
            HostClock.bootMilliseconds - readAt >= Limits.backupIdleSeconds * 1_000
        {
            remove(idle.id)
        }
        guard state == nil else { return nil }
        last += 1
        let path = "\(directory)/\(BackupDesk.prefix)\(last).sqlite"
        unlink(path)
        state = .copying(connection, path: path)
        return (BackupID(rawValue: last), path)
    }

    /// - Parameter backup: nil where it could not be made.
    func finish(_ backup: Backup?) {
        guard case .copying(let connection, let path) = state else { return }
        guard let backup else {
            unlink(path)
            state = nil
            return
        }
        readAt = HostClock.bootMilliseconds
        state = .ready(connection, path: path, backup)
    }

    /// Keeps the copy for the broker itself, until it is removed.
    ///
    /// - Returns: where it is.
    func inspect() -> (path: String, id: BackupID)? {
        guard case .ready(_, let path, let backup) = state else { return nil }
        state = .inspecting(path: path, backup)
        return (path, backup.id)
    }

    /// The copy of that name, where it is this connection's.
    func find(_ id: BackupID, for connection: ConnectionID) -> (path: String, backup: Backup)? {
        guard case .ready(let owner, let path, let backup) = state, owner == connection, backup.id == id else {
            return nil
        }
        readAt = HostClock.bootMilliseconds
        return (path, backup)
    }

    /// Does away with the copy of that name; another one, which somebody else may have asked for since, stays.
    func remove(_ id: BackupID) {
        switch state {
        case .ready(_, let path, let backup) where backup.id == id,
            .inspecting(let path, let backup) where backup.id == id:
            state = nil
            // Giving many blocks back takes its time.
            queue.async { unlink(path) }
        default: break
        }
    }

    /// The connection is gone, and its copy goes too; one that is being made goes when it is complete.
    func forget(_ connection: ConnectionID) {
        if case .ready(connection, _, let backup) = state { remove(backup.id) }
    }

    // MARK: On the queue

    /// - Throws: what the disk says.
    static func digest(of path: String) throws -> (bytes: Int64, sha256: String) {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var hash = SHA256()
        var count: Int64 = 0
        while let data = try file.read(upToCount: 1 << 20), !data.isEmpty {
            hash.update(data: data)
            count += Int64(data.count)
        }
        return (count, hash.finalize().map { String(format: "%02x", $0) }.joined())
    }

    static func part(of path: String, at offset: Int64) throws -> String {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(offset))
        return try file.read(upToCount: Limits.backupPartBytes)?.base64EncodedString() ?? ""
    }
}
