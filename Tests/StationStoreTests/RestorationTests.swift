import Foundation
import GRDB
import StationProtocol
import Testing

@testable import StationCore
@testable import StationStore

@Suite struct RestorationTests {
    typealias Place = LedgerTests.Place
    private static let now = Timestamp(milliseconds: 1_795_000_000_000)

    /// A ledger in which these sessions were opened, one after the other.
    private func fill(_ place: Place, _ serials: ClosedRange<Int64>) throws {
        let recorder = LedgerTests.Recorder()
        let ledger = try Ledger(directory: place.path) { recorder.take($0) }
        for serial in serials {
            let record = LedgerTests.record(serial, account: "a\(serial)", station: "\(serial)")
            ledger.commit([(TransactionID(UInt64(serial)), [.sessionOpened(record), .audit(LedgerTests.entry)])])
            _ = recorder.next()
        }
        ledger.close()
    }

    private func file(_ place: Place) -> String { "\(place.path)/\(LedgerFile.name)" }

    private func restore(_ source: Place, into place: Place) throws -> LedgerRestoration {
        let handle = try #require(FileHandle(forReadingAtPath: file(source)))
        return try LedgerRestoration(from: handle, into: place.path, at: Self.now, by: 0)
    }

    private func image(_ place: Place) throws -> LedgerImage {
        let ledger = try Ledger(directory: place.path) { _ in }
        defer { ledger.close() }
        return try ledger.image(at: Self.now)
    }

    @Test("sessions of the copy have ended, fences go on from the greater of both, the old ledger is kept")
    func restored() throws {
        let (copy, place) = (Place(), Place())
        try fill(copy, 1...3)
        try fill(place, 1...9)
        let done = try restore(copy, into: place)
        #expect(done.ended == 3 && done.replacedFence == 1_009)
        let image = try image(place)
        #expect(image.sessions.isEmpty && image.lastFence == 1_009)
        #expect(image.ended.map(\.end?.reason) == [.terminated, .terminated, .terminated])
        let kept = try #require(done.kept)
        #expect(try LedgerInspection(path: "\(kept)/\(LedgerFile.name)").sessions == 9)
        let inspection = try LedgerInspection(path: file(place))
        // Three grants, three ends, and the restoration.
        #expect(inspection.problems.isEmpty && inspection.auditRecords == 7)
        // A copy of the restored one carries the floor on.
        let third = Place()
        _ = try restore(place, into: third)
        #expect(try self.image(third).lastFence == 1_009)
    }

    @Test("what is there is left alone when the copy is damaged, foreign, newer, or cut off")
    func refused() throws {
        let (copy, place) = (Place(), Place())
        try fill(copy, 1...200)
        try fill(place, 1...2)
        let good = try Data(contentsOf: URL(fileURLWithPath: file(copy)))
        var damaged = good
        for offset in stride(from: 8_192, to: good.count, by: 512) { damaged[offset] ^= 0xFF }
        for bad in [damaged, good.prefix(good.count / 2), Data("hello".utf8), Data()] {
            try Data(bad).write(to: URL(fileURLWithPath: file(copy)))
            #expect(throws: LedgerError.self) { _ = try restore(copy, into: place) }
        }
        try good.write(to: URL(fileURLWithPath: file(copy)))
        func write(_ sql: String) throws {
            // Closed again, so that all of it is in the file.
            let queue = try DatabaseQueue(path: file(copy))
            try queue.write { try $0.execute(sql: sql) }
            try queue.close()
        }
        try write("UPDATE audit SET record = replace(record, '7', '8') WHERE seq = 100")
        #expect { _ = try restore(copy, into: place) } throws: { "\($0)".contains("record 100 was changed") }
        try write("INSERT INTO grdb_migrations VALUES ('9999 from the future')")
        #expect { _ = try restore(copy, into: place) } throws: { "\($0)".contains("newer stationd") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == [LedgerFile.name])
        #expect(try image(place).sessions.count == 2)
    }

    @Test("a ledger that cannot be read is replaced and kept as it is")
    func unreadable() throws {
        let (copy, place) = (Place(), Place())
        try fill(copy, 1...3)
        try Data("garbage".utf8).write(to: URL(fileURLWithPath: file(place)))
        try Data("log".utf8).write(to: URL(fileURLWithPath: file(place) + "-wal"))
        let done = try restore(copy, into: place)
        let kept = try #require(done.kept)
        #expect(done.replacedFence == nil)
        #expect(try String(contentsOfFile: "\(kept)/\(LedgerFile.name)", encoding: .utf8) == "garbage")
        #expect(try image(place).lastFence == 1_003)
    }

    @Test("interrupted when the old ledger had gone: the next start takes the new one, and not the old one's log")
    func interruptedLate() throws {
        let (copy, place) = (Place(), Place())
        try fill(copy, 1...3)
        let files = FileManager.default
        try files.copyItem(atPath: file(copy), toPath: "\(place.path)/\(LedgerRestoration.ready)")
        try Data("log".utf8).write(to: URL(fileURLWithPath: file(place) + "-wal"))
        #expect(try image(place).sessions.count == 3)
        let log = try files.contentsOfDirectory(atPath: place.path).first { $0.contains("-wal.before-restore-") }
        #expect(try String(contentsOfFile: "\(place.path)/\(log ?? "?")", encoding: .utf8) == "log")
        #expect(!files.fileExists(atPath: "\(place.path)/\(LedgerRestoration.ready)"))
    }

    @Test("interrupted before: the next start takes the old ledger, and the next restoration begins anew")
    func interruptedEarly() throws {
        let (copy, place) = (Place(), Place())
        try fill(copy, 1...3)
        try fill(place, 1...5)
        try FileManager.default.copyItem(
            atPath: file(copy), toPath: "\(place.path)/\(LedgerRestoration.ready)")
        try FileManager.default.createDirectory(
            atPath: "\(place.path)/restoring", withIntermediateDirectories: false)
        #expect(try image(place).sessions.count == 5)
        let left = try FileManager.default.contentsOfDirectory(atPath: place.path)
        #expect(!left.contains(LedgerRestoration.ready) && !left.contains("restoring"))
        #expect(try restore(copy, into: place).ended == 3)
        #expect(try image(place).lastFence == 1_005)
    }

    @Test("a fence that no clock can have given, as a damaged page may have it, is not gone on from")
    func implausible() throws {
        let (copy, place) = (Place(), Place())
        try fill(copy, 1...3)
        try fill(place, 1...2)
        let queue = try DatabaseQueue(path: file(place))
        try queue.write {
            try $0.execute(
                sql: "UPDATE sessions SET id = ? WHERE id = (SELECT max(id) FROM sessions)", arguments: [Int64.max])
        }
        try queue.close()
        let done = try restore(copy, into: place)
        #expect(done.replacedFence == nil)
        #expect(try image(place).lastFence == 1_003)
    }

    @Test("a restoration after one that was interrupted goes on from the fence that only that one knew")
    func again() throws {
        let (first, second, place) = (Place(), Place(), Place())
        try fill(first, 1...9)
        try fill(second, 1...2)
        try FileManager.default.copyItem(
            atPath: file(first), toPath: "\(place.path)/\(LedgerRestoration.ready)")
        let done = try restore(second, into: place)
        #expect(done.replacedFence == 1_009 && done.kept != nil)
        #expect(try image(place).lastFence == 1_009)
    }
}
