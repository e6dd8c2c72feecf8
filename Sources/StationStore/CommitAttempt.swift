import GRDB

/// The three outcomes of a commit (DESIGN §3, invariant 3).
enum CommitAttempt {
    struct Problem {
        var message: String
        /// Whether what was to be written is to blame (a broken constraint), and not the disk.
        var isOfOneTransaction: Bool
    }

    case committed
    /// Nothing of it can be on disk.
    case failed(Problem)
    /// It may be on disk or not.
    case unknown(String)

    /// Runs `body` in a transaction of its own.
    static func make(_ database: Database, _ body: (Database) throws -> Void) -> CommitAttempt {
        do {
            try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
            try body(database)
        } catch {
            return rolledBack(database, after: error)
        }
        do {
            try database.cachedStatement(sql: "COMMIT").execute()
            return .committed
        } catch {
            return classify(error, database)
        }
    }

    /// Before COMMIT no commit record can have reached the log, so this is a failure for sure.
    private static func rolledBack(_ database: Database, after error: any Error) -> CommitAttempt {
        try? database.execute(sql: "ROLLBACK")
        guard !database.isInsideTransaction else { return .unknown("could not roll back after: \(error)") }
        let code = (error as? DatabaseError)?.resultCode.primaryResultCode
        return .failed(Problem(message: "\(error)", isOfOneTransaction: code == .SQLITE_CONSTRAINT))
    }

    /// A full disk and a read-only one are said before anything of the commit record is written. Everything else may have
    /// happened behind that.
    private static func classify(_ error: any Error, _ database: Database) -> CommitAttempt {
        if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
        switch (error as? DatabaseError)?.resultCode.primaryResultCode {
        case ResultCode.SQLITE_FULL, ResultCode.SQLITE_READONLY, ResultCode.SQLITE_BUSY:
            return .failed(Problem(message: "\(error)", isOfOneTransaction: false))
        default: return .unknown("\(error)")
        }
    }
}
