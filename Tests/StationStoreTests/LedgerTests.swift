import Foundation
import GRDB
import StationProtocol
import Synchronization
import Testing

@testable import StationCore
@testable import StationStore

@Suite struct LedgerTests {
    /// A directory of its own for each test, gone afterwards.
    final class Place: Sendable {
        let path: String

        init() {
            path = "\(NSTemporaryDirectory())/ledger-\(UUID().uuidString)"
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Commits and waits for the outcomes.
    final class Recorder: Sendable {
        let outcomes = Mutex<[LedgerOutcome]>([])
        let arrived = DispatchSemaphore(value: 0)

        func take(_ new: [LedgerOutcome]) {
            outcomes.withLock { $0 += new }
            for _ in new { arrived.signal() }
        }

        func next() -> LedgerOutcome? {
            guard arrived.wait(timeout: .now() + 20) == .success else { return nil }
            return outcomes.withLock { $0.removeFirst() }
        }
    }

    private func open(_ place: Place) throws -> (Ledger, Recorder) {
        let recorder = Recorder()
        return (try Ledger(directory: place.path) { recorder.take($0) }, recorder)
    }

    private func commit(_ ledger: Ledger, _ id: UInt64, _ changes: [LedgerChange]) {
        ledger.commit([(TransactionID(id), changes)])
    }

    private func isCommitted(_ outcome: LedgerOutcome?) -> Bool {
        if case .committed = outcome { true } else { false }
    }

    static func record(_ serial: Int64, account: String = "anna", station: String? = "4021") -> SessionRecord {
        SessionRecord(
            id: SessionID(fence: 1_000 + serial, random: 0), organization: Slug("acme")!, account: Username(account)!,
            role: .agent, station: station.flatMap(StationID.init),
            token: Digest((UInt64(serial), 2, 3, UInt64.max - UInt64(serial))), deviceLabel: DisplayText("desk"),
            uid: 4_294_967_294, pid: 7, host: "h", bootID: "b", leaseSeconds: 60,
            openedAt: Timestamp(milliseconds: 1_790_000_000_000 + serial))
    }

    static let entry = AuditEntry(
        at: Timestamp(milliseconds: 1_790_000_000_000), organization: Slug("acme"), action: "session.opened",
        actor: Actor(.operator, uid: 0), target: [("station", .text("4\"1")), ("account", .text("anna"))],
        detail: [("fence", .integer(7))])

    private var organization: Organization {
        var organization = Organization()
        organization.slug = Slug("acme")!
        organization.name = DisplayText("Acme")!
        organization.policies.gracePeriodSeconds = 17
        return organization
    }

    @Test("what was committed is there when the ledger is opened again")
    func roundTrip() throws {
        let place = Place()
        var (ledger, recorder) = try open(place)
        var account = Account()
        account.organization = Slug("acme")!
        account.username = Username("anna")!
        account.email = Email("a@x.example")
        account.station = StationAssignment(.static, StationID("0040"))
        var pool = Pool()
        pool.organization = Slug("acme")!
        pool.name = DisplayText("floor")!
        pool.first = StationID("10")!
        pool.last = StationID("19")!
        let key = RequestKeyRecord(
            name: .init(uid: 5, key: RequestKey("k")!), fingerprint: Digest((1, 2, 3, 4)), session: nil, result: "{}",
            at: Timestamp(milliseconds: 9))
        commit(
            ledger, 1,
            [
                .organization(organization), .account(account), .pool(PoolRecord(pool: pool, ordinal: 1)),
                .sessionOpened(Self.record(1)), .requestKey(key),
                .lastStation(Slug("acme")!, Username("anna")!, StationID("77")!),
                .audit(Self.entry),
            ])
        #expect(isCommitted(recorder.next()))
        ledger.close()
        (ledger, recorder) = try open(place)
        let image = try ledger.image(at: Timestamp(milliseconds: 0))
        #expect(image.organizations == [organization])
        #expect(image.accounts == [account])
        #expect(image.lastStations.first?.2.text == "77")
        #expect(image.pools.first?.pool == pool)
        let session = try #require(image.sessions.first)
        #expect(session.token == Self.record(1).token && session.uid == 4_294_967_294 && session.end == nil)
        #expect(image.lastFence == 1_001)
        #expect(image.requestKeys.first?.fingerprint == Digest((1, 2, 3, 4)))
        ledger.close()
    }

    @Test("one bad transaction does not take its neighbours with it")
    func isolation() throws {
        let place = Place()
        let (ledger, recorder) = try open(place)
        defer { ledger.close() }
        // The second breaks invariant 1, which the disk holds as well.
        for serial: Int64 in 1...3 {
            let account = serial == 3 ? "bob" : "anna"
            let record = Self.record(serial, account: account, station: "\(serial)")
            commit(ledger, UInt64(serial), [.sessionOpened(record), .audit(Self.entry)])
        }
        let outcomes = [recorder.next(), recorder.next(), recorder.next()].map(isCommitted)
        #expect(outcomes == [true, false, true])
        #expect(try ledger.image(at: Timestamp(milliseconds: 0)).sessions.count == 2)
    }

    @Test("a ledger of a newer version is refused")
    func newer() throws {
        let place = Place()
        try open(place).0.close()
        let queue = try DatabaseQueue(path: "\(place.path)/\(LedgerFile.name)")
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999 from the future')") }
        try queue.close()
        #expect { _ = try open(place) } throws: { ($0 as? LedgerError)?.message.contains("newer stationd") == true }
    }

    @Test("a database of another program is left alone")
    func foreign() throws {
        let place = Place()
        let queue = try DatabaseQueue(path: "\(place.path)/\(LedgerFile.name)")
        try queue.write { try $0.execute(sql: "PRAGMA application_id = 42; CREATE TABLE t (x)") }
        try queue.close()
        #expect { _ = try open(place) } throws: { ($0 as? LedgerError)?.message.contains("another program") == true }
    }

    @Test("audit records are canonical: keys in order, no white space, fewest escapes, numbered without gaps")
    func auditText() throws {
        let place = Place()
        let (ledger, recorder) = try open(place)
        commit(ledger, 1, [.audit(Self.entry)])
        commit(ledger, 2, [.audit(Self.entry)])
        _ = (recorder.next(), recorder.next())
        ledger.close()
        let queue = try DatabaseQueue(path: "\(place.path)/\(LedgerFile.name)")
        let rows = try queue.read { try String.fetchAll($0, sql: "SELECT record FROM audit ORDER BY seq") }
        let expected =
            #"{"action":"session.opened","actor":{"kind":"operator","uid":0},"at":"2026-09-21T14:13:20.000Z","detail":{"fence":7},"organization":"acme","seq":1,"target":{"account":"anna","station":"4\"1"}}"#
        #expect(rows == [expected, expected.replacingOccurrences(of: "\"seq\":1", with: "\"seq\":2")])
    }

    @Test("history finds who held a station, before and behind the index of places")
    func history() throws {
        let place = Place()
        let (ledger, recorder) = try open(place)
        defer { ledger.close() }
        let count: Int64 = Int64(PlaceIndex.lag) * 2 + 100
        for serial in 1...count {
            let record = Self.record(serial, account: "a\(serial % 7)", station: "\(serial % 11)")
            let end = SessionEnd(
                at: Timestamp(milliseconds: record.openedAt.milliseconds + 1), reason: .loggedOut,
                lastSeenAt: record.openedAt)
            commit(
                ledger, UInt64(serial),
                [.sessionOpened(record), .sessionEnded(record.id, end), .audit(Self.entry)])
        }
        for _ in 1...count { #expect(isCommitted(recorder.next())) }
        func all(_ change: (inout HistoryQuery) -> Void) throws -> [SessionRecord] {
            var query = HistoryQuery(organization: Slug("acme"), limit: 100)
            change(&query)
            var found: [SessionRecord] = []
            repeat {
                let (records, next) = try read(ledger, query)
                found += records
                query.before = next
            } while query.before != nil
            return found
        }
        let station = try all { $0.station = StationID("3") }
        var expected: [Int64] = []
        for serial in stride(from: count, through: 1, by: -1) where serial % 11 == 3 { expected.append(1_000 + serial) }
        #expect(station.map(\.fence) == expected)
        let account = try all { $0.account = Username("a5") }
        #expect(account.count == (1...count).filter { $0 % 7 == 5 }.count)
        let at = try all {
            $0.station = StationID("3")
            $0.at = Timestamp(milliseconds: 1_790_000_000_003)
        }
        #expect(at.map(\.fence) == [1_003])
        #expect(try all { $0.organization = Slug("other") }.isEmpty)
    }

    private func read(_ ledger: Ledger, _ query: HistoryQuery) throws -> ([SessionRecord], SessionID?) {
        let box = Mutex<Result<LedgerAnswer, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        ledger.read(.history(query)) { result in
            box.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard case .history(let records, let next) = try #require(box.withLock { $0 }).get() else { return ([], nil) }
        return (records, next)
    }
}
