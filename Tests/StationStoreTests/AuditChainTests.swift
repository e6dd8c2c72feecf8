import Foundation
import GRDB
import StationProtocol
import Testing

@testable import StationCore
@testable import StationStore

/// The hash chain over the audit: what was changed, taken out or moved is found and named.
@Suite struct AuditChainTests {
    private typealias Place = LedgerTests.Place
    private typealias Recorder = LedgerTests.Recorder

    private func open(_ place: Place) throws -> (Ledger, Recorder) {
        let recorder = Recorder()
        return (try Ledger(directory: place.path) { recorder.take($0) }, recorder)
    }

    /// A ledger with so many records, closed.
    private func write(_ count: Int, _ place: Place) throws -> AuditHead {
        let (ledger, recorder) = try open(place)
        defer { ledger.close() }
        for index in 0..<count {
            ledger.commit([(TransactionID(UInt64(index + 1)), [.audit(LedgerTests.entry)])])
            _ = recorder.next()
        }
        return ledger.figures.auditHead
    }

    private func verify(_ place: Place, head: AuditHead? = nil) throws -> AuditVerify.Reply {
        let (ledger, _) = try open(place)
        defer { ledger.close() }
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var answer: Result<LedgerAnswer, any Error>?
        ledger.read(.verify(head)) {
            answer = $0
            done.signal()
        }
        done.wait()
        guard case .verified(let reply) = try answer?.get() else { throw CancellationError() }
        return reply
    }

    private func tamper(_ place: Place, _ sql: String) throws {
        let queue = try DatabaseQueue(path: "\(place.path)/\(LedgerFile.name)")
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test("a chain longer than a piece is intact, and its head is the one that was told")
    func intact() throws {
        for count in [0, 1, AuditWalk.piece - 1, AuditWalk.piece, AuditWalk.piece + 1] {
            let place = Place()
            let head = try write(count, place)
            let reply = try verify(place, head: head)
            #expect(reply.intact && reply.broken == nil)
            #expect(reply.records == count && reply.head == head)
        }
    }

    @Test(
        "the first record that is not as it was written is named",
        arguments: [
            ("UPDATE audit SET record = replace(record, 'anna', 'anne') WHERE seq = 7", 7, AuditBreak.Problem.changed),
            ("UPDATE audit SET hash = randomblob(32) WHERE seq = 7", 7, .changed),
            ("UPDATE audit SET hash = NULL WHERE seq = 7", 7, .changed),
            ("DELETE FROM audit WHERE seq = 7", 7, .removed),
            ("DELETE FROM audit WHERE seq BETWEEN 1 AND 3", 1, .removed),
            ("DELETE FROM audit WHERE seq = 20", 20, .removed),
            ("DELETE FROM audit", 1, .removed),
            ("UPDATE audit SET organization = 'other' WHERE seq = 9", 9, .changed),
            ("UPDATE audit SET hash = NULL", 1, .changed),
            ("INSERT INTO audit SELECT -5, organization, record, hash FROM audit WHERE seq = 1", -5, .inserted),
            ("INSERT INTO audit SELECT 0, organization, record, hash FROM audit WHERE seq = 1", 0, .inserted),
            (
                """
                UPDATE audit SET record = CASE seq WHEN 7 THEN (SELECT record FROM audit WHERE seq = 8)
                    ELSE (SELECT record FROM audit WHERE seq = 7) END WHERE seq IN (7, 8)
                """, 7, .reordered
            ),
        ])
    func broken(sql: String, seq: Int64, problem: AuditBreak.Problem) throws {
        let place = Place()
        _ = try write(20, place)
        try tamper(place, sql)
        let reply = try verify(place)
        #expect(!reply.intact && reply.broken == AuditBreak(seq: seq, problem))
        #expect(reply.records == max(0, seq - 1))
    }

    @Test("a tail that was cut off, or a chain written anew, is found with a head that was kept elsewhere")
    func elsewhere() throws {
        let place = Place()
        let head = try write(20, place)
        try tamper(
            place,
            """
            DELETE FROM audit WHERE seq > 18;
            UPDATE ledger SET head_seq = 18, head_hash = (SELECT hash FROM audit WHERE seq = 18);
            """)
        #expect(try verify(place).intact)
        #expect(try verify(place, head: head).broken == AuditBreak(seq: 19, .removed))
        let other = Place()
        _ = try write(10, other)
        try tamper(other, "UPDATE audit SET record = replace(record, 'anna', 'anne')")
        let queue = try DatabaseQueue(path: "\(other.path)/\(LedgerFile.name)")
        try queue.write(AuditChain.begin)
        try queue.close()
        #expect(try verify(other).intact)
        let copy = AuditHead(seq: 5, hash: AuditHash(String(repeating: "a", count: 64))!)
        #expect(try verify(other, head: copy).broken == AuditBreak(seq: 5, .changed))
    }

    @Test("removal by age keeps an anchor: the chain is intact before, between and after, also when nothing is left")
    func removal() throws {
        let place = Place()
        let count = AuditRemoval.piece + 20
        let head = try write(count, place)
        func remove(_ milliseconds: Int64) throws {
            let (ledger, _) = try open(place)
            defer { ledger.close() }
            let done = DispatchSemaphore(value: 0)
            ledger.removeAudit(before: Timestamp(milliseconds: milliseconds)) { _ in done.signal() }
            done.wait()
        }
        // All records of the test are of one moment.
        try remove(LedgerTests.entry.at.milliseconds)
        #expect(try verify(place).records == Int64(count))
        try tamper(
            place,
            """
            UPDATE audit SET record = replace(record, '"at":"2026-', '"at":"2027-') WHERE seq > \(count - 5)
            """)
        let queue = try DatabaseQueue(path: "\(place.path)/\(LedgerFile.name)")
        try queue.write(AuditChain.begin)
        try queue.close()
        try remove(LedgerTests.entry.at.milliseconds + 1)
        let left = try verify(place)
        #expect(left.intact && left.records == 5 && left.head.seq == head.seq)
        try remove(Int64(2_000_000_000_000))
        #expect(try verify(place).records == 0)
        _ = try write(2, place)
        let reply = try verify(place)
        #expect(reply.intact && reply.records == 2 && reply.head.seq == Int64(count) + 2)
        try tamper(place, "DELETE FROM audit WHERE seq = \(count + 1)")
        #expect(try verify(place).broken == AuditBreak(seq: Int64(count) + 1, .removed))
    }

    @Test("a ledger from before the chain gets one, and goes on")
    func migration() throws {
        let place = Place()
        let queue = try DatabaseQueue(path: "\(place.path)/\(LedgerFile.name)")
        try Schema.migrator.migrate(queue, upTo: "1 the ledger")
        try queue.write { database in
            for seq in 1...3 {
                try database.execute(
                    sql: "INSERT INTO audit (seq, record) VALUES (?, ?)",
                    arguments: [seq, "{\"action\":\"old\",\"seq\":\(seq)}"])
            }
        }
        try queue.close()
        _ = try write(2, place)
        let reply = try verify(place)
        #expect(reply.intact && reply.records == 5)
    }
}
