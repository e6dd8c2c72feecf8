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
    private static let work = "restoring"
    /// Fences are of the clock (DESIGN §2): one that is years ahead of it comes from a damaged page.
    private static let plausibleMilliseconds: Int64 = 10 * 366 * 86_400_000
    private static let suffixes = ["-wal", "-shm"]

    /// - Parameters:
    ///   - source: the copy, open for reading.
    ///   - directory: the state directory, locked by the caller.
    ///   - now: the wall clock.
    /// - Throws: ``LedgerError`` or what the disk says. The ledger is as it was then, but for a disk that fails at the very
    ///   last step, between the old one's going and the new one's coming: that the next start finishes.
    public init(from source: FileHandle, into directory: String, at now: Timestamp, by uid: UInt32) throws {
        // One that was interrupted is over first: it may be the only one that knows the greatest fence.
        try LedgerRestoration.finish(in: directory)
        let work = "\(directory)/\(LedgerRestoration.work)"
        let files = FileManager.default
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
        replacedFence = LedgerRestoration.settle(directory, at: now)
        let floor = max(replacedFence ?? 0, inspection.lastFence)
        let file = try LedgerFile(directory: work, copiesAside: false)
        do {
            ended = try LedgerRestoration.end(in: file, at: now, by: uid, inspection, floor)
            // Closing would do the same, but does not say when it could not.
            _ = try file.readBack()
            try file.queue.writeWithoutTransaction { try LedgerFile.emptyLog($0) }
            try file.queue.close()
            try LedgerCopy.sync(copy)
        } catch {
            try? file.queue.close()
            throw error
        }
        kept = try LedgerRestoration.exchange(copy, in: directory, at: now)
    }

    /// Finishes a restoration that was interrupted when the old ledger had gone and the new one had not come, and forgets one
    /// that had not come so far. To be called before the ledger is opened, by whoever has the directory locked.
    static func finish(in directory: String) throws {
        let files = FileManager.default
        try? files.removeItem(atPath: "\(directory)/\(work)")
        let (name, ready) = ("\(directory)/\(LedgerFile.name)", "\(directory)/\(ready)")
        guard files.fileExists(atPath: ready) else { return }
        guard !files.fileExists(atPath: name) else {
            // Nobody was told that it was restored.
            try files.removeItem(atPath: ready)
            return
        }
        // The old ledger's log must not be taken for the new one's.
        for suffix in suffixes where files.fileExists(atPath: name + suffix) {
            try files.moveItem(atPath: name + suffix, toPath: "\(name)\(suffix).before-restore-\(UUID().uuidString)")
        }
        try files.moveItem(atPath: ready, toPath: name)
        try LedgerCopy.sync(directory)
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
    private static func settle(_ directory: String, at now: Timestamp) -> Int64? {
        let path = "\(directory)/\(LedgerFile.name)"
        guard FileManager.default.fileExists(atPath: path), let queue = try? DatabaseQueue(path: path) else {
            return nil
        }
        defer { try? queue.close() }
        return queue.inDatabase { database in
            let fence = try? LedgerReader.lastFence(database)
            // Where this fails the log goes along with its file.
            try? database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            return fence.flatMap { $0 < (now.milliseconds + plausibleMilliseconds) * 2_048 ? $0 : nil }
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
        try LedgerCopy.sync(directory)
        var kept: String?
        if files.fileExists(atPath: name) {
            let stamp = now.text.replacingOccurrences(of: ":", with: "")
            let place = "\(directory)/before-restore-\(stamp)"
            try files.createDirectory(
                atPath: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            do {
                // The file first: without it the log beside it is nobody's, and the next start does not take it up.
                for suffix in [""] + suffixes where files.fileExists(atPath: name + suffix) {
                    try files.moveItem(atPath: name + suffix, toPath: "\(place)/\(LedgerFile.name)\(suffix)")
                }
                try LedgerCopy.sync(place)
            } catch {
                // As it was before: nobody is told of a ledger that was restored by halves.
                unlink(ready)
                for suffix in suffixes + [""] {
                    try? files.moveItem(atPath: "\(place)/\(LedgerFile.name)\(suffix)", toPath: name + suffix)
                }
                throw error
            }
            kept = place
        }
        try LedgerCopy.sync(directory)
        try finish(in: directory)
        return kept
    }

    private static func problem(_ what: String) -> LedgerError {
        LedgerError(message: "\(what): \(String(cString: strerror(errno)))", remedy: "look at the disk")
    }
}
