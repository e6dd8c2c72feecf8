import Foundation
import GRDB
import StationCore
import StationProtocol

/// A look through a whole ledger file that nobody writes to: a copy, never the one that is in use.
public struct LedgerInspection: Sendable {
    /// What is wrong, worst first; nothing where all is well.
    public private(set) var problems: [String] = []
    /// The newest audit record.
    public private(set) var audit = AuditHead()
    public private(set) var auditRecords: Int64 = 0
    /// Sessions that had not ended.
    public private(set) var sessions = 0
    /// The greatest fence that it knows of.
    public private(set) var lastFence: Int64 = 0

    /// With which each SQLite database begins.
    private static let header = Data("SQLite format 3\0".utf8)
    /// Problems that SQLite is asked to name before it gives up looking.
    private static let problemsNamed = 10

    /// Looks through a copy of what `source` has, made in a directory of ours: whoever gave it, it stays as it is.
    ///
    /// - Throws: ``LedgerError``, or what the disk says.
    public init(copying source: FileHandle, into directory: String) throws {
        let path = "\(directory)/\(Ledger.fileName)"
        // Before gigabytes of something else are copied.
        guard try source.read(upToCount: LedgerInspection.header.count) == LedgerInspection.header else {
            throw LedgerError(message: "it is no ledger of stationd", remedy: "name a file that backup made")
        }
        try source.seek(toOffset: 0)
        try LedgerRestoration.copy(source, to: path)
        try self.init(path: path)
    }

    /// - Throws: ``LedgerError`` for what is no ledger, or one of a newer stationd.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "stationd.inspection"
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            try queue.inDatabase { database in try look(database) }
        } catch let error as DatabaseError {
            throw LedgerError(
                message: "it cannot be read as a ledger: \(error.message ?? "\(error.resultCode)")",
                remedy: "take another backup")
        }
    }

    private mutating func look(_ database: Database) throws {
        let owner = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard owner == Schema.applicationID else {
            throw LedgerError(message: "it is no ledger of stationd", remedy: "name a file that backup made")
        }
        guard try !Schema.migrator.hasBeenSuperseded(database) else {
            throw LedgerError(
                message: "it was written by a newer stationd", remedy: "install that version or a newer one")
        }
        let found = try String.fetchAll(
            database, sql: "PRAGMA integrity_check(\(LedgerInspection.problemsNamed))")
        guard found == ["ok"] else {
            // What such a file says otherwise is not to be relied on.
            problems += found
            return
        }
        if try Row.fetchCursor(database, sql: "PRAGMA foreign_key_check").next() != nil {
            problems.append("rows belong to something that is not there")
        }
        sessions = try Int.fetchOne(database, sql: "SELECT count(*) FROM sessions WHERE ended_at IS NULL") ?? 0
        lastFence = try LedgerReader.lastFence(database)
        // Before the second version there was no chain.
        guard try Schema.migrator.appliedIdentifiers(database).count >= 2 else { return }
        var walk = AuditWalk(wanted: nil)
        while try walk.step(database) {}
        audit = walk.reply.head
        auditRecords = walk.reply.records
        if let broken = walk.reply.broken {
            problems.append("the audit is not as it was written: record \(broken.seq) was \(broken.problem.rawValue)")
        }
    }
}
