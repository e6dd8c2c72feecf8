import GRDB
import StationProtocol

@testable import StationCore
@testable import StationStore

/// Sessions as the broker grants them, under a wall clock that the test sets, and a ledger in memory that holds them.
struct PastSessions {
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    static let hour: Int64 = 3_600_000

    /// In the order of granting, which is that of their ids.
    private(set) var records: [SessionRecord] = []
    /// What the wall clock says, in milliseconds since 1970.
    var clock: Int64 = 1_790_000_000_000
    private var fence: Int64 = 0

    /// Grants a session now.
    ///
    /// - Returns: where in ``records`` it is.
    @discardableResult
    mutating func open(
        _ account: String, _ station: String?, purpose: Purpose = .work, organization: String = "acme"
    ) -> Int {
        fence = max(fence + 1, clock * 2_048)
        var record = SessionRecord(
            id: SessionID(fence: fence, random: UInt64(records.count)), organization: Slug(organization)!,
            account: Username(account)!, role: .supervisor, station: station.flatMap(StationID.init),
            token: Digest((1, 2, 3, UInt64(records.count))), deviceLabel: nil, uid: 7, pid: nil, host: "h", bootID: "b",
            leaseSeconds: nil, openedAt: Timestamp(milliseconds: clock))
        record.purpose = purpose
        records.append(record)
        return records.count - 1
    }

    /// Ends a session now.
    mutating func end(_ index: Int, _ reason: EndReason = .loggedOut) {
        let now = Timestamp(milliseconds: clock)
        records[index].end = SessionEnd(at: now, reason: reason, lastSeenAt: now)
    }

    /// Lets a session take place from now on, until the clock has gone on by so much.
    mutating func pass(_ account: String, _ station: String?, _ reason: EndReason = .loggedOut, milliseconds: Int64) {
        let index = open(account, station)
        clock += milliseconds
        end(index, reason)
    }

    /// Writes them all.
    ///
    /// - Parameter isIndexed: whether the index of places has the first of them, as many as it takes at once.
    func ledger(isIndexed: Bool = true) throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try Schema.migrator.migrate(queue)
        try queue.write { database in
            var writer = try ChangeWriter(database)
            for record in records {
                try writer.write(.sessionOpened(record), database)
                if let end = record.end { try writer.write(.sessionEnded(record.id, end), database) }
            }
            try writer.finish()
        }
        if isIndexed { try queue.writeWithoutTransaction(PlaceIndex.advance) }
        return queue
    }
}
