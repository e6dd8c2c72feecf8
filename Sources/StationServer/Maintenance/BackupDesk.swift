import Crypto
import Dispatch
import Foundation
import Glibc
import StationCore
import StationProtocol

/// Copies of the ledger on their way to those who asked for them: one at a time, each for one connection. Confined to the
/// loop but for ``Files``, whose reads are slow.
final class BackupDesk {
    enum State {
        /// Being made for a connection.
        case copying(ConnectionID, path: String)
        case ready(ConnectionID, path: String, Backup)
    }

    private(set) var state: State?
    private let directory: String
    private var last: UInt64 = 0
    /// Where files are read, which may take as long as a disk takes.
    let queue = DispatchQueue(label: "stationd.backup", qos: .utility)

    init(directory: String) {
        self.directory = directory
        // What an earlier run was making when it was killed.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        where name.hasPrefix(BackupDesk.prefix) { unlink("\(directory)/\(name)") }
    }

    private static let prefix = "copy-"

    /// - Returns: where to copy to; nil where one is being made or fetched.
    func begin(for connection: ConnectionID) -> (id: BackupID, path: String)? {
        guard state == nil else { return nil }
        last += 1
        let path = "\(directory)/\(BackupDesk.prefix)\(last).sqlite"
        unlink(path)
        state = .copying(connection, path: path)
        return (BackupID(rawValue: last), path)
    }

    /// - Returns: whether somebody still waits for it.
    func finish(_ backup: Backup?) -> Bool {
        guard case .copying(let connection, let path) = state else { return false }
        guard let backup else {
            state = nil
            return true
        }
        state = .ready(connection, path: path, backup)
        return true
    }

    /// The copy of that name, where it is this connection's.
    func find(_ id: BackupID, for connection: ConnectionID) -> (path: String, backup: Backup)? {
        guard case .ready(let owner, let path, let backup) = state, owner == connection, backup.id == id else {
            return nil
        }
        return (path, backup)
    }

    func remove() {
        if case .ready(_, let path, _) = state { unlink(path) }
        state = nil
    }

    /// The connection is gone, and its copy goes too; one that is being made goes when it is complete.
    func forget(_ connection: ConnectionID) {
        if case .ready(connection, _, _) = state { remove() }
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
