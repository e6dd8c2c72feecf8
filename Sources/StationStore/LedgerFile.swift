import GRDB
import Glibc
import StationCore
import StationProtocol

/// The one connection to the ledger's file, and what it must be before anything is written.
struct LedgerFile {
    static let name = Ledger.fileName
    /// Pages in the log from which on they are copied into the file. Pages that were written many times meanwhile are
    /// copied once, so fewer and larger rounds cost less; 4,000 pages are 16 MB.
    private static let checkpointPages: CInt = 4_000
    /// The same while much is being removed, page by page: rounds that are over before a commit has waited for long.
    static let smallCheckpointPages: CInt = 500

    let queue: DatabaseQueue
    private let log = LogLength()

    /// Opens the file, brings it to the newest schema, and checks that what is committed will be durable.
    ///
    /// WAL, because a commit then costs one `fsync`. `synchronous=FULL`, because anything less may lose what was
    /// acknowledged: GRDB's own WAL mode would choose NORMAL, so both are set by hand and read back. Exclusive, because
    /// SQLite 3.40's WAL-reset bug needs a second connection, and nothing else has business in this file.
    ///
    /// - Parameter copiesAside: whether a ledger of an earlier schema is copied before it is brought to the newest.
    init(directory: String, copiesAside: Bool = true) throws {
        try LedgerRestoration.finish(in: directory)
        var configuration = Configuration()
        configuration.label = "stationd.ledger"
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // By hand, when the replies are out (``checkpointIfDue()``); SQLite would do it before COMMIT returns.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try database.execute(sql: "PRAGMA cache_size = -65536")
        }
        let path = "\(directory)/\(LedgerFile.name)"
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw LedgerError(
                message: "\(path) cannot be opened: \(error.message ?? "\(error.resultCode)")",
                remedy:
                    "it must be the daemon's own file, and whole: ls -l \(path); or restore a backup: stationd restore FILE"
            )
        }
        do {
            try queue.inDatabase(LedgerFile.check)
            queue.inDatabase(log.follow)
            try queue.inDatabase { database in
                guard try Schema.migrator.hasBeenSuperseded(database) else { return }
                throw LedgerError(
                    message: "the ledger in \(directory) was written by a newer stationd",
                    remedy:
                        "install that version again, or restore the copy that it made first: \(directory)/before-migration-*.sqlite"
                )
            }
            if copiesAside { try queue.inDatabase { try LedgerFile.copyAside($0, in: directory) } }
            try Schema.migrator.migrate(queue)
        } catch {
            try? queue.close()
            throw error
        }
    }

    /// A migration cannot be taken back, so what was there before it is kept: `before-migration-N.sqlite`, N being the number
    /// of migrations that it had.
    private static func copyAside(_ database: Database, in directory: String) throws {
        let applied = try Schema.migrator.appliedIdentifiers(database).count
        guard applied > 0, try !Schema.migrator.hasCompletedMigrations(database) else { return }
        let path = "\(directory)/before-migration-\(applied).sqlite"
        // One of an earlier time stays until this one is whole; one that an interrupted start left may be half there.
        let part = "\(path).part"
        unlink(part)
        let copy = try LedgerCopy(of: database, at: part)
        do {
            while try !copy.step() {}
            try copy.finish()
            try LedgerCopy.sync(part)
            guard rename(part, path) == 0 else {
                throw LedgerError(message: "\(path) cannot be given its name", remedy: "look at the disk")
            }
            try LedgerCopy.sync(directory)
        } catch {
            copy.abandon()
            throw error
        }
    }

    /// Copies the log into the file when it has grown long. What fails here is tried again after the next commit; nothing
    /// is lost by it.
    ///
    /// - Parameter pages: what is long.
    func checkpointIfDue(_ pages: CInt? = nil) {
        guard log.pages >= pages ?? LedgerFile.checkpointPages else { return }
        log.pages = 0
        try? queue.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    }

    private static func check(_ database: Database) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode")
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
        guard mode == "wal", synchronous == 2 else {
            throw LedgerError(
                message:
                    "the ledger cannot be made durable: journal_mode \(mode ?? "?"), synchronous \(synchronous ?? -1)",
                remedy: "put the state directory on a local file system")
        }
        let owner = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard owner == 0 || owner == Schema.applicationID else {
            throw LedgerError(
                message: "\(LedgerFile.name) is a database of another program",
                remedy: "choose another state directory")
        }
    }

    /// - Throws: ``LedgerError`` when not all of the log could be brought into the file.
    static func emptyLog(_ database: Database) throws {
        let checkpoint = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        guard checkpoint?[0] == 0 else {
            throw LedgerError(message: "the ledger's log could not be emptied", remedy: "look at the disk")
        }
    }

    /// Empties the log and makes sure that it stays empty; then says which audit record was the last to be committed.
    ///
    /// Emptying alone is not enough: until the new log's header is on disk, a power loss could bring the old log back,
    /// with the commit in it that nobody knew the outcome of. So something is committed behind it.
    func readBack() throws -> LedgerProgress {
        try queue.inDatabase(LedgerFile.emptyLog)
        return try queue.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                try database.execute(sql: "UPDATE ledger SET recoveries = recoveries + 1")
                return .commit
            }
            return try LedgerProgress.read(database)
        }
    }
}
