import GRDB
import GRDBSQLite
import Glibc

/// One copy of the ledger that is being made, by SQLite's own backup: what is written to the ledger through the same
/// connection meanwhile goes into the copy too. Confined to the ledger's queue, like its source.
final class LedgerCopy: @unchecked Sendable {
    /// Pages between two looks at the time: 256 KiB, some hundred microseconds.
    private static let pagesAtOnce: CInt = 64

    private let path: String
    private var target: OpaquePointer?
    private var backup: OpaquePointer?

    /// - Throws: ``LedgerError`` when the file cannot be made, or is there already.
    init(of source: Database, at path: String) throws {
        self.path = path
        // Ours, and nobody else's, from its first moment.
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LedgerError(
                message: "\(path) cannot be made: \(String(cString: strerror(errno)))", remedy: "look at its directory")
        }
        close(descriptor)
        // Bringing all of it to disk at once would hold the ledger up; whoever needs it there sees to that (``sync(_:)``).
        guard sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
            sqlite3_exec(target, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", nil, nil, nil) == SQLITE_OK,
            let backup = sqlite3_backup_init(target, "main", source.sqliteConnection, "main")
        else {
            let problem = LedgerCopy.problem(of: target)
            abandon()
            throw LedgerError(message: "the copy \(path) cannot be begun: \(problem)", remedy: "look at the disk")
        }
        self.backup = backup
    }

    deinit { close() }

    /// Copies for one turn.
    ///
    /// - Returns: whether all has been copied.
    /// - Throws: ``LedgerError``; then ``abandon()`` is due.
    func step() throws -> Bool {
        let turn = LedgerTurn()
        while true {
            switch sqlite3_backup_step(backup, LedgerCopy.pagesAtOnce) {
            case SQLITE_OK: if turn.isOver { return false }
            case SQLITE_DONE: return true
            case let code:
                throw LedgerError(
                    message: "the copy could not be written: \(String(cString: sqlite3_errstr(code)))",
                    remedy: "make room on the disk of the state directory")
            }
        }
    }

    /// Completes the copy and closes it.
    func finish() throws {
        let code = sqlite3_backup_finish(backup)
        backup = nil
        // One file that can be read as it is, from a read-only place too.
        guard code == SQLITE_OK, sqlite3_exec(target, "PRAGMA journal_mode = DELETE", nil, nil, nil) == SQLITE_OK,
            sqlite3_close(target) == SQLITE_OK
        else {
            throw LedgerError(message: "the copy could not be finished: \(code)", remedy: "look at the disk")
        }
        target = nil
    }

    /// Brings a file to disk. Takes as long as the disk does.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LedgerError(message: "\(path) is gone", remedy: "look at the disk") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw LedgerError(
                message: "\(path) cannot be brought to disk: \(String(cString: strerror(errno)))",
                remedy: "look at the disk")
        }
    }

    /// Stops, and removes what there is of it.
    func abandon() {
        close()
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    private func close() {
        if let backup { sqlite3_backup_finish(backup) }
        backup = nil
        if let target { sqlite3_close(target) }
        target = nil
    }

    private func close(_ descriptor: CInt) { Glibc.close(descriptor) }

    private static func problem(of connection: OpaquePointer?) -> String {
        connection.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
    }
}
