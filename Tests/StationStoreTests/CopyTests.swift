import Foundation
import GRDB
import StationProtocol
import Synchronization
import Testing

@testable import StationCore
@testable import StationStore

@Suite struct CopyTests {
    typealias Place = LedgerTests.Place

    private func copy(_ ledger: Ledger, to path: String) -> Result<AuditHead, any Error> {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<AuditHead, any Error>?>(nil)
        ledger.copy(to: path) { outcome in
            result.withLock { $0 = outcome }
            done.signal()
        }
        done.wait()
        return result.withLock { $0! }
    }

    @Test("a copy that is made while changes are written is whole, and has what was committed before it was asked for")
    func underLoad() throws {
        let place = Place()
        let recorder = LedgerTests.Recorder()
        let ledger = try Ledger(directory: place.path) { recorder.take($0) }
        defer { ledger.close() }
        for serial: Int64 in 1...4_000 {
            let record = LedgerTests.record(serial, account: "a\(serial)", station: "\(serial)")
            ledger.commit([(TransactionID(UInt64(serial)), [.sessionOpened(record), .audit(LedgerTests.entry)])])
        }
        for _ in 1...4_000 { _ = recorder.next() }
        // Each of these turns lets changes in between two pieces of the copy.
        let writing = Thread {
            for serial: Int64 in 4_001...8_000 {
                let record = LedgerTests.record(serial, account: "a\(serial)", station: "\(serial)")
                ledger.commit([(TransactionID(UInt64(serial)), [.sessionOpened(record), .audit(LedgerTests.entry)])])
                if serial % 50 == 0 { _ = recorder.next() }
            }
        }
        writing.start()
        let head = try copy(ledger, to: "\(place.path)/c").get()
        let inspection = try LedgerInspection(path: "\(place.path)/c")
        #expect(inspection.problems.isEmpty && inspection.sessions >= 4_000)
        #expect(inspection.audit == head && inspection.auditRecords == Int64(inspection.sessions))
        #expect(inspection.lastFence == 1_000 + Int64(inspection.sessions))
        let mode = try FileManager.default.attributesOfItem(atPath: "\(place.path)/c")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("nothing is copied over a file that is there, or into a directory that is not")
    func places() throws {
        let place = Place()
        let ledger = try Ledger(directory: place.path) { _ in }
        defer { ledger.close() }
        try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(place.path)/c"))
        for path in ["\(place.path)/c", "\(place.path)/nowhere/c"] {
            #expect(throws: LedgerError.self) { try copy(ledger, to: path).get() }
        }
        #expect(try String(contentsOfFile: "\(place.path)/c", encoding: .utf8) == "mine")
        // And the next one is made.
        _ = try copy(ledger, to: "\(place.path)/d").get()
    }

    @Test("a ledger that is closed meanwhile leaves no half copy")
    func closed() throws {
        let place = Place()
        let recorder = LedgerTests.Recorder()
        let ledger = try Ledger(directory: place.path) { recorder.take($0) }
        for serial: Int64 in 1...20_000 {
            let record = LedgerTests.record(serial, account: "a\(serial)", station: "\(serial)")
            ledger.commit([(TransactionID(UInt64(serial)), [.sessionOpened(record)])])
        }
        for _ in 1...20_000 { _ = recorder.next() }
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<AuditHead, any Error>?>(nil)
        ledger.copy(to: "\(place.path)/c") { outcome in
            result.withLock { $0 = outcome }
            done.signal()
        }
        ledger.close()
        done.wait()
        let isThere = FileManager.default.fileExists(atPath: "\(place.path)/c")
        // Whoever was first: a whole copy, or none.
        switch result.withLock({ $0! }) {
        case .success:
            #expect(isThere)
            #expect(try LedgerInspection(path: "\(place.path)/c").problems.isEmpty)
        case .failure: #expect(!isThere)
        }
    }

    @Test("before a migration the ledger is copied aside; with nothing to migrate it is not")
    func aside() throws {
        let place = Place()
        let queue = try DatabaseQueue(path: "\(place.path)/\(LedgerFile.name)")
        try Schema.migrator.migrate(queue, upTo: "4 lock-delay, shifts, drain")
        try queue.write { database in
            try database.execute(sql: "INSERT INTO organizations VALUES ('old', 'Old', '{}', 1)")
        }
        try queue.close()
        // What an interrupted start may have left.
        let path = "\(place.path)/before-migration-4.sqlite"
        try Data("half".utf8).write(to: URL(fileURLWithPath: path))
        try Ledger(directory: place.path) { _ in }.close()
        let aside = try DatabaseQueue(path: path)
        let (names, applied) = try aside.read {
            (
                try String.fetchAll($0, sql: "SELECT slug FROM organizations"),
                try Schema.migrator.appliedIdentifiers($0).count
            )
        }
        #expect(names == ["old"] && applied == 4)
        #expect(try LedgerInspection(path: path).problems.isEmpty)
        try aside.close()
        try FileManager.default.removeItem(atPath: path)
        try Ledger(directory: place.path) { _ in }.close()
        let names2 = try FileManager.default.contentsOfDirectory(atPath: place.path)
        #expect(!names2.contains { $0.hasPrefix("before-migration") })
    }
}
