import Foundation
import GRDB
import Glibc
import StationCore
import StationProtocol

/// Puts a copy in the place of the ledger, while no daemon uses it. The ledger that was there is kept beside it.
///
/// However it is interrupted, one of the two is there afterwards, whole: the copy is made ready under another name and
/// takes the ledger's only when it is; the next start finishes what was begun (``finish(in:)``).
public struct LedgerRestoration: Sendable {
    /// What the copy held.
    public let inspection: LedgerInspection
    /// Sessions of the copy, which are over.
    public let ended: Int
    /// Where the ledger is that was there before; nil where there was none.
    public let kept: String?
    /// nil where that one could not be read: then fences go on by the clock alone.
    public let replacedFence: Int64?

    static let ready = "\(LedgerFile.name).restored"
    private static let suffixes = ["-wal", "-shm"]

    /// - Parameters:
    ///   - source: the copy, open for reading.
    ///   - directory: the state directory, locked by the caller.
    ///   - now: the wall clock.
    /// - Throws: ``LedgerError`` or what the disk says; the ledger is as it was then.
    public init(from source: FileHandle, into directory: String, at now: Timestamp, by uid: UInt32) throws {
        let work = "\(directory)/restoring"
        let files = FileManager.default
        try? files.removeItem(atPath: work)
        try files.createDirectory(
            atPath: work, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(atPath: work) }
        let copy = "\(work)/\(LedgerFile.name)"
        inspection = try LedgerInspection(copying: source, into: work)
        guard inspection.problems.isEmpty else {
            throw LedgerError(
                message: "the copy is damaged: \(inspection.problems.joined(separator: "; "))",
                remedy: "take another backup")
        }
        replacedFence = LedgerRestoration.settle(directory)
        let floor = max(replacedFence ?? 0, inspection.lastFence)
        let file = try LedgerFile(directory: work, copiesAside: false)
        do {
            ended = try LedgerRestoration.end(in: file, at: now, by: uid, inspection, floor)
            try file.queue.close()
        } catch {
            try? file.queue.close()
            throw error
        }
        kept = try LedgerRestoration.exchange(copy, in: directory, at: now)
    }

    /// Finishes a restoration that was interrupted when the old ledger had gone and the new one had not come. To be called
    /// before the ledger is opened.
    static func finish(in directory: String) throws {
        let files = FileManager.default
        let (name, ready) = ("\(directory)/\(LedgerFile.name)", "\(directory)/\(ready)")
        guard !files.fileExists(atPath: name), files.fileExists(atPath: ready) else { return }
        // The old ledger's log must not be taken for the new one's.
        for suffix in suffixes where files.fileExists(atPath: name + suffix) {
            try files.moveItem(atPath: name + suffix, toPath: "\(name)\(suffix).before-restore")
        }
        try files.moveItem(atPath: ready, toPath: name)
        try sync(directory)
    }

    // MARK: Steps

    static func copy(_ source: FileHandle, to path: String) throws {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw problem("\(path) cannot be made") }
        let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        while let data = try source.read(upToCount: 1 << 20), !data.isEmpty { try target.write(contentsOf: data) }
        try target.synchronize()
    }

    /// Brings the present ledger's log into its file, so that the file alone is all of it.
    ///
    /// - Returns: the greatest fence it knows; nil where it cannot be read, which is why it is replaced.
    private static func settle(_ directory: String) -> Int64? {
        let path = "\(directory)/\(LedgerFile.name)"
        guard FileManager.default.fileExists(atPath: path), let queue = try? DatabaseQueue(path: path) else {
            return nil
        }
        defer { try? queue.close() }
        return try? queue.inDatabase { database in
            let fence = try LedgerReader.lastFence(database)
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            return fence
        }
    }

    private static func end(
        in file: LedgerFile, at now: Timestamp, by uid: UInt32, _ inspection: LedgerInspection, _ floor: Int64
    ) throws -> Int {
        try file.queue.inDatabase { database in
            let image = try LedgerReader.image(database, at: now)
            let changes = RestoredLedger.changes(
                sessions: image.sessions, floor: floor, head: inspection.audit, at: now, by: uid)
            try database.inTransaction(.immediate) {
                var writer = try ChangeWriter(database)
                for change in changes { try writer.write(change, database) }
                try writer.finish()
                try database.execute(sql: "UPDATE ledger SET fence_floor = ?", arguments: [floor])
                return .commit
            }
            return image.sessions.count
        }
    }

    private static func exchange(_ copy: String, in directory: String, at now: Timestamp) throws -> String? {
        let files = FileManager.default
        let (name, ready) = ("\(directory)/\(LedgerFile.name)", "\(directory)/\(ready)")
        guard rename(copy, ready) == 0 else { throw problem("the copy cannot be put into \(directory)") }
        try sync(directory)
        var kept: String?
        if files.fileExists(atPath: name) {
            let stamp = now.text.replacingOccurrences(of: ":", with: "")
            let place = "\(directory)/before-restore-\(stamp)"
            try files.createDirectory(
                atPath: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            // The file first: without it the log beside it is nobody's, and the next start does not take it up.
            for suffix in [""] + suffixes where files.fileExists(atPath: name + suffix) {
                try files.moveItem(atPath: name + suffix, toPath: "\(place)/\(LedgerFile.name)\(suffix)")
            }
            try sync(place)
            kept = place
        }
        try sync(directory)
        try finish(in: directory)
        return kept
    }

    private static func sync(_ directory: String) throws {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem("\(directory) cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw problem("\(directory) cannot be brought to disk") }
    }

    private static func problem(_ what: String) -> LedgerError {
        LedgerError(message: "\(what): \(String(cString: strerror(errno)))", remedy: "look at the disk")
    }
}
