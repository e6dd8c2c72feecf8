import Foundation
import GRDB
import StationProtocol
import Testing

@testable import StationCore
@testable import StationStore

/// Sessions beyond the age that the administrator has chosen.
@Suite struct HistoryRemovalTests {
    private static let hour = PastSessions.hour

    /// Runs to the end.
    ///
    /// - Returns: how many sessions each step removed.
    private func remove(
        _ queue: DatabaseQueue, before moment: Int64, turn: Duration = .zero
    ) throws -> [Int] {
        var removal = HistoryRemoval(before: Timestamp(milliseconds: moment))
        var counts: [Int] = []
        var isUnfinished = true
        while isUnfinished {
            let removed = removal.removed
            isUnfinished = try queue.writeWithoutTransaction { try removal.step(turn: LedgerTurn(turn), $0) }
            counts.append(removal.removed - removed)
        }
        return counts
    }

    private func ids(_ queue: DatabaseQueue, _ sql: String = "SELECT id FROM sessions ORDER BY id") throws
        -> [SessionID]
    {
        try queue.read { try Int64.fetchAll($0, sql: sql) }.map { SessionID(rawValue: UInt64($0)) }
    }

    @Test("what ended before the moment goes with its places, piece by piece; what is active or ended later stays")
    func places() throws {
        var past = PastSessions()
        past.open("night", "1")
        let late = past.open("late", "2")
        for index in 0..<750 { past.pass("a\(index % 5)", index % 3 == 0 ? nil : "4021", milliseconds: Self.hour) }
        past.end(late)
        let queue = try past.ledger()
        let moment = past.clock - 100 * Self.hour
        let kept = past.records.filter { $0.end.map { $0.at.milliseconds >= moment } ?? true }
        #expect(kept.count == 103)
        let counts = try remove(queue, before: moment)
        #expect(counts.reduce(0, +) == past.records.count - kept.count)
        #expect(counts.count >= 649 / HistoryRemoval.piece && counts.allSatisfy { $0 <= HistoryRemoval.piece })
        #expect(try ids(queue) == kept.map(\.id))
        let stations = kept.filter { $0.station != nil }
        let sql = "SELECT id FROM session_places WHERE kind = \(PlaceIndex.Kind.station.rawValue) ORDER BY id"
        #expect(try ids(queue, sql) == stations.map(\.id))
        #expect(try ids(queue, "SELECT id FROM session_places").count == kept.count + stations.count)
    }

    @Test("the oldest go first, and no more in one transaction than may")
    func order() throws {
        var past = PastSessions()
        for _ in 0..<600 { past.pass("anna", "4021", milliseconds: Self.hour) }
        let queue = try past.ledger()
        var removal = HistoryRemoval(before: Timestamp(milliseconds: past.clock))
        let turn = LedgerTurn(.seconds(60))
        let isUnfinished = try queue.writeWithoutTransaction { try removal.step(turn: turn, $0) }
        #expect(isUnfinished && removal.removed == HistoryRemoval.most)
        #expect(try ids(queue) == past.records.dropFirst(HistoryRemoval.most).map(\.id))
    }

    @Test("the newest session stays however old it is, so that no fence comes again")
    func newest() throws {
        var past = PastSessions()
        for _ in 0..<10 { past.pass("anna", "4021", milliseconds: Self.hour) }
        let queue = try past.ledger()
        let moment = past.clock + 1_000 * Self.hour
        #expect(try remove(queue, before: moment).reduce(0, +) == 9)
        let image = try queue.read { try LedgerReader.image($0, at: Timestamp(milliseconds: 0)) }
        #expect(image.lastFence == past.records.last?.fence)
        #expect(try remove(queue, before: moment) == [0])
        #expect(try ids(queue).count == 1)
    }

    @Test("what stays is passed over once in a run")
    func kept() throws {
        var past = PastSessions()
        let count = HistoryRemoval.piece * 8
        for index in 0..<count { past.open("a\(index)", nil) }
        past.clock += 100 * Self.hour
        for index in 0..<count { past.end(index) }
        past.pass("anna", "4021", milliseconds: 1)
        let queue = try past.ledger()
        let counts = try remove(queue, before: past.clock - Self.hour)
        #expect(counts.allSatisfy { $0 == 0 } && counts.count <= 9)
        // With time in hand, one step does not stop at a piece that has nothing to remove.
        #expect(try remove(queue, before: past.clock - Self.hour, turn: .seconds(60)) == [0])
    }

    @Test("sessions that the index of places has not reached go too, and it goes on from there")
    func unindexed() throws {
        var past = PastSessions()
        for _ in 0..<400 { past.pass("anna", "4021", milliseconds: Self.hour) }
        let queue = try past.ledger(isIndexed: false)
        #expect(try remove(queue, before: past.clock - 50 * Self.hour).reduce(0, +) == 350 - 1)
        try queue.writeWithoutTransaction(PlaceIndex.advance)
        let places = try ids(queue, "SELECT id FROM session_places WHERE kind = 1 ORDER BY id")
        #expect(places == past.records.suffix(51).map(\.id))
    }

    @Test("a ledger removes old sessions between its commits; the audit and the greatest fence stay")
    func ledger() throws {
        let place = LedgerTests.Place()
        let recorder = LedgerTests.Recorder()
        let count: Int64 = 600
        var ledger = try Ledger(directory: place.path) { recorder.take($0) }
        var transactions: [(id: TransactionID, changes: [LedgerChange])] = []
        for serial in 1...count {
            let record = LedgerTests.record(serial)
            let end = SessionEnd(
                at: Timestamp(milliseconds: record.openedAt.milliseconds + 1), reason: .loggedOut,
                lastSeenAt: record.openedAt)
            transactions.append(
                (
                    TransactionID(UInt64(serial)),
                    [.sessionOpened(record), .sessionEnded(record.id, end), .audit(LedgerTests.entry)]
                ))
        }
        ledger.commit(transactions)
        for _ in 1...count { _ = recorder.next() }
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var removed = 0
        ledger.removeHistory(before: LedgerTests.record(400).openedAt) {
            removed = $0
            done.signal()
        }
        done.wait()
        #expect(removed == 398)
        ledger.close()
        ledger = try Ledger(directory: place.path) { recorder.take($0) }
        defer { ledger.close() }
        #expect(try ledger.image(at: Timestamp(milliseconds: 0)).lastFence == LedgerTests.record(count).fence)
        nonisolated(unsafe) var answers: [LedgerAnswer] = []
        for query in [LedgerQuery.verify(nil), .history(HistoryQuery(organization: Slug("acme"), limit: 1_000))] {
            ledger.read(query) {
                if let answer = try? $0.get() { answers.append(answer) }
                done.signal()
            }
            done.wait()
        }
        guard case .verified(let reply) = answers.first, case .history(let records, nil) = answers.last else {
            Issue.record("the ledger did not answer")
            return
        }
        #expect(reply.intact && reply.records == count)
        #expect(records.count == Int(count) - 398 && records.last?.fence == LedgerTests.record(399).fence)
    }
}
