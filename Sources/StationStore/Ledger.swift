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
    /// The file in the state directory.
    public static let fileName = "ledger.sqlite"
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
        /// A copy that is being made.
        var copy: LedgerCopy?
        /// Sessions opened since the index of places was last brought up to date.
        var unindexed = PlaceIndex.lag

        /// Its source is about to be closed.
        mutating func abandonCopy() {
            copy?.abandon()
            copy = nil
        }
    }

    private let directory: String
    private let queue = DispatchQueue(label: "stationd.ledger", qos: .userInitiated)
    private let waiting = Mutex(Waiting())
    private let figuresBox = Mutex(LedgerFigures())
    private let confined: Mutex<Confined>
    private let isClosing = Mutex(false)
    private let timing: @Sendable (Duration) -> Void
    private let report: @Sendable ([LedgerOutcome]) -> Void

    /// Opens or creates the ledger.
    ///
    /// - Parameters:
    ///   - timing: told how long each batch took to be on disk, on the ledger's own thread.
    ///   - report: called on the ledger's own thread, with outcomes in order.
    /// - Throws: ``LedgerError``, or SQLite's own error.
    public init(
        directory: String, timing: @escaping @Sendable (Duration) -> Void = { _ in },
        report: @escaping @Sendable ([LedgerOutcome]) -> Void
    ) throws {
        self.directory = directory
        self.timing = timing
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
                state.abandonCopy()
                try? state.file?.queue.close()
                state.file = nil
            }
        }
    }

    // MARK: Copying

    /// Copies the whole ledger, a piece at a time between commits; what is committed meanwhile is in the copy too.
    ///
    /// - Parameters:
    ///   - path: a file that is not there yet, in a directory of ours.
    ///   - completion: called on the ledger's own thread when the copy is complete, with the newest audit
    ///     record in it; or with what kept it from being made, and then the file is gone.
    public func copy(to path: String, completion: @escaping @Sendable (Result<AuditHead, any Error>) -> Void) {
        queue.async {
            do {
                try self.confined.withLock { state in
                    guard let file = state.file, state.copy == nil else {
                        throw LedgerError(message: "the ledger cannot be copied at this moment", remedy: "try again")
                    }
                    state.copy = try file.queue.inDatabase { try LedgerCopy(of: $0, at: path) }
                }
                self.goOnCopying(completion)
            } catch {
                completion(.failure(error))
            }
        }
    }

    private func goOnCopying(_ completion: @escaping @Sendable (Result<AuditHead, any Error>) -> Void) {
        queue.async {
            let progress = Result<AuditHead?, any Error> {
                try self.confined.withLock { state in
                    guard let copy = state.copy, let file = state.file else {
                        throw LedgerError(message: "the ledger was reopened meanwhile", remedy: "try again")
                    }
                    do {
                        guard try file.queue.inDatabase({ _ in try copy.step() }) else { return nil }
                        try file.queue.inDatabase { _ in try copy.finish() }
                        state.copy = nil
                    } catch {
                        state.abandonCopy()
                        throw error
                    }
                    return AuditHead(state.progress.audit)
                }
            }
            switch progress {
            case .success(nil): self.goOnCopying(completion)
            case .success(let head?): completion(.success(head))
            case .failure(let error): completion(.failure(error))
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
        let began = ContinuousClock.now
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
            timing(ContinuousClock.now - began)
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
                state.abandonCopy()
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
