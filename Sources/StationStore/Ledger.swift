import Dispatch
import Foundation
import GRDB
import StationCore
import StationProtocol
import Synchronization

/// The durable side of the broker: takes changes, writes those that wait together in one transaction, says how it went.
///
/// Outcomes come in the order in which changes were given. A commit whose outcome is unknown (a failed `fsync`: its rows
/// may be on disk or not) is settled here: the file is reopened, its log emptied, the last batch read back; only then is
/// the commit called committed or failed. Until that has been done, nothing else is written.
public final class Ledger: Sendable {
    /// Transactions written together at most, so that the first of them does not wait for ever more of them.
    private static let batchSize = 1_024
    /// Milliseconds between attempts to reopen the ledger.
    private static let recoveryPause = 200

    private struct Waiting {
        var transactions: [(id: TransactionID, changes: [LedgerChange])] = []
        var isScheduled = false
    }

    /// What only the ledger's own queue touches.
    private struct Confined {
        var file: LedgerFile?
        var writer: ChangeWriter?
        /// What is known to be on disk.
        var progress: LedgerProgress
        /// Sessions opened since the index of places was last brought up to date.
        var unindexed = PlaceIndex.lag
    }

    private let directory: String
    private let queue = DispatchQueue(label: "stationd.ledger", qos: .userInitiated)
    private let waiting = Mutex(Waiting())
    private let figuresBox = Mutex(LedgerFigures())
    private let confined: Mutex<Confined>
    private let isClosing = Mutex(false)
    private let report: @Sendable ([LedgerOutcome]) -> Void

    /// Opens or creates the ledger.
    ///
    /// - Parameter report: called on the ledger's own thread, with outcomes in order.
    /// - Throws: ``LedgerError``, or SQLite's own error.
    public init(directory: String, report: @escaping @Sendable ([LedgerOutcome]) -> Void) throws {
        self.directory = directory
        self.report = report
        let file = try LedgerFile(directory: directory)
        // Whatever an unclean end left in the log is settled before the first decision.
        let progress = try file.readBack()
        confined = Mutex(Confined(file: file, writer: nil, progress: progress))
        figuresBox.withLock { $0.audit = progress.audit }
    }

    /// All that the broker decides on.
    ///
    /// - Parameter now: the wall clock; what has passed by then is left out.
    public func image(at now: Timestamp) throws -> LedgerImage {
        try queue.sync {
            try confined.withLock { state in
                guard let file = state.file else { throw LedgerError(message: "the ledger is closed", remedy: "") }
                return try file.queue.inDatabase { try LedgerReader.image($0, at: now) }
            }
        }
    }

    public var figures: LedgerFigures { figuresBox.withLock { $0 } }

    /// Takes sets of changes, each to be written as a whole. Returns at once.
    public func commit(_ transactions: [(id: TransactionID, changes: [LedgerChange])]) {
        guard !transactions.isEmpty else { return }
        let mustSchedule = waiting.withLock { waiting in
            waiting.transactions += transactions
            defer { waiting.isScheduled = true }
            return !waiting.isScheduled
        }
        if mustSchedule { queue.async { self.writeNext() } }
    }

    /// Reads between two batches.
    ///
    /// - Parameter completion: called on the ledger's own thread.
    public func read(_ query: LedgerQuery, completion: @escaping @Sendable (Result<LedgerAnswer, any Error>) -> Void) {
        if case .verify(let head) = query { return walk(AuditWalk(wanted: head), completion) }
        queue.async {
            completion(Result { try self.inDatabase { try LedgerAnswer(query, $0) } })
        }
    }

    private func inDatabase<Value: Sendable>(_ body: (Database) throws -> Value) throws -> Value {
        try confined.withLock { state in
            guard let file = state.file else {
                throw LedgerError(message: "the ledger is being reopened", remedy: "try again")
            }
            return try file.queue.inDatabase(body)
        }
    }

    /// Goes along the audit's chain; commits have their turn between two pieces.
    private func walk(
        _ walk: AuditWalk, _ completion: @escaping @Sendable (Result<LedgerAnswer, any Error>) -> Void
    ) {
        queue.async {
            var next = walk
            do {
                let isUnfinished = try self.inDatabase { try next.step($0) }
                if isUnfinished { return self.walk(next, completion) }
                completion(.success(.verified(next.reply)))
            } catch {
                completion(.failure(error))
            }
        }
    }

    /// Removes audit records older than `moment`, a piece at a time between commits.
    ///
    /// - Parameter completion: called with the number of records removed, on the ledger's own thread.
    public func removeAudit(before moment: Timestamp, removed: Int = 0, completion: @escaping @Sendable (Int) -> Void) {
        queue.async {
            // What fails here is tried again the next time; the next commit says what is wrong with the disk.
            let count = (try? self.inDatabase { try AuditRemoval.step(before: moment, $0) }) ?? 0
            if count == AuditRemoval.piece {
                return self.removeAudit(before: moment, removed: removed + count, completion: completion)
            }
            completion(removed + count)
        }
    }

    /// Removes sessions that ended before `moment`, a piece at a time between commits. Active ones stay, and so does the
    /// newest of all, by which fences are known at the next start.
    ///
    /// - Parameter completion: called with the number of sessions removed, on the ledger's own thread.
    public func removeHistory(before moment: Timestamp, completion: @escaping @Sendable (Int) -> Void) {
        remove(HistoryRemoval(before: moment), completion)
    }

    private func remove(_ removal: HistoryRemoval, _ completion: @escaping @Sendable (Int) -> Void) {
        queue.async {
            var next = removal
            // As with the audit, what fails is tried again the next time.
            let isUnfinished = (try? self.inDatabase { try next.step($0) }) ?? false
            guard isUnfinished else { return completion(next.removed) }
            // Each has a turn of its own, so that no commit waits for both.
            self.queue.async { [next] in
                self.confined.withLock { state in
                    guard let file = state.file else { return }
                    file.checkpointIfDue(LedgerFile.smallCheckpointPages)
                }
                self.remove(next, completion)
            }
        }
    }

    /// Writes what still waits and closes the file. Does not wait for a disk that fails.
    public func close() {
        isClosing.withLock { $0 = true }
        queue.sync {
            while !waiting.withLock({ $0.transactions.isEmpty }) { writeNext() }
            confined.withLock { state in
                // Its statements would keep the file open, and locked.
                state.writer = nil
                try? state.file?.queue.close()
                state.file = nil
            }
        }
    }

    // MARK: Writing

    private func writeNext() {
        let batch = waiting.withLock { waiting in
            let batch = Array(waiting.transactions.prefix(Ledger.batchSize))
            waiting.transactions.removeFirst(batch.count)
            return batch
        }
        if !batch.isEmpty {
            let outcomes = confined.withLock { write(batch, &$0) }
            report(outcomes)
            confined.withLock {
                indexPlaces(&$0)
                $0.file?.checkpointIfDue()
            }
        }
        let isDone = waiting.withLock { waiting in
            waiting.isScheduled = !waiting.transactions.isEmpty
            return !waiting.isScheduled
        }
        // Not a loop: reads that were asked for meanwhile have their turn.
        if !isDone { queue.async { self.writeNext() } }
    }

    private typealias Batch = [(id: TransactionID, changes: [LedgerChange])]

    private func write(_ batch: Batch, _ state: inout Confined) -> [LedgerOutcome] {
        switch attempt(batch, &state) {
        case .committed:
            count(batch, failure: nil)
            figuresBox.withLock { $0.audit = state.progress.audit }
            return batch.map { .committed($0.id) }
        case .failed(let problem):
            // One bad transaction must not take the others with it.
            if batch.count > 1, problem.isOfOneTransaction { return batch.flatMap { write([$0], &state) } }
            count(batch, failure: problem.message)
            return batch.map { .failed($0.id) }
        case .unknown(let problem): return settle(batch, problem, &state)
        }
    }

    private func attempt(_ batch: Batch, _ state: inout Confined) -> CommitAttempt {
        guard let file = state.file else { return .unknown("the ledger is not open") }
        var writer = state.writer
        let result = file.queue.inDatabase { database in
            CommitAttempt.make(database) { database in
                if writer == nil { writer = try ChangeWriter(database) }
                for transaction in batch {
                    for change in transaction.changes { try writer?.write(change, database) }
                }
                try writer?.finish()
            }
        }
        // After a failure the numbers of audit records are read from the disk again.
        if case .committed = result {
            state.writer = writer
            if let writer { state.progress = writer.progress }
            state.unindexed += batch.count
        } else {
            state.writer = nil
        }
        return result
    }

    /// Reopens the ledger until it can be read back; only then is it known what became of the batch.
    private func settle(_ batch: Batch, _ problem: String, _ state: inout Confined) -> [LedgerOutcome] {
        figuresBox.withLock {
            $0.isRecovering = true
            $0.problem = problem
        }
        report([.recovering(problem)])
        let before = state.progress
        state.writer = nil
        while true {
            // On a disk that does not come back the daemon can still be stopped. What became of these commits then only
            // the next start will know; nobody is told anything.
            if isClosing.withLock({ $0 }) { return [] }
            do {
                try? state.file?.queue.close()
                state.file = nil
                let file = try LedgerFile(directory: directory)
                state.file = file
                state.progress = try file.readBack()
                break
            } catch {
                figuresBox.withLock { $0.problem = "\(error)" }
                Thread.sleep(forTimeInterval: Double(Ledger.recoveryPause) / 1_000)
            }
        }
        figuresBox.withLock {
            $0.isRecovering = false
            $0.audit = state.progress.audit
        }
        // Nothing else was written meanwhile, and the batch was written whole or not at all.
        let isCommitted = state.progress.batches > before.batches
        count(batch, failure: isCommitted ? nil : problem)
        return batch.map { isCommitted ? .committed($0.id) : .failed($0.id) } + [.recovered]
    }

    /// Brings the index of places up to date when it has fallen behind; nobody waits for it.
    private func indexPlaces(_ state: inout Confined) {
        guard state.unindexed >= PlaceIndex.lag, let file = state.file else { return }
        do {
            try file.queue.writeWithoutTransaction(PlaceIndex.advance)
            state.unindexed -= PlaceIndex.lag
        } catch {
            // The disk has a problem, which the next commit will say; until then more rows are looked at.
            state.unindexed = 0
        }
    }

    private func count(_ batch: Batch, failure: String?) {
        figuresBox.withLock { figures in
            if let failure {
                figures.failures += Int64(batch.count)
                figures.problem = failure
            } else {
                figures.commits += 1
                figures.changes += Int64(batch.count)
                figures.problem = nil
            }
        }
    }
}
