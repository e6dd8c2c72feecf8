import GRDB
import StationProtocol
import Testing

@testable import StationCore
@testable import StationStore

/// Pages of history: what they find, and that they look at little for it.
@Suite struct HistoryTests {
    private static let hour = PastSessions.hour
    private static let day = 24 * hour
    /// Long enough on any machine.
    private static let unhurried = Duration.seconds(60)

    private func page(
        _ query: HistoryQuery, of queue: DatabaseQueue, turn: Duration = unhurried
    ) throws -> HistoryPage {
        try queue.read { try LedgerReader.history(query, turn: LedgerTurn(turn), $0) }
    }

    /// All pages of a query, each as short as they come.
    private func pages(_ query: HistoryQuery, of queue: DatabaseQueue, turn: Duration = .zero) throws -> [HistoryPage] {
        var query = query
        var pages: [HistoryPage] = []
        repeat {
            pages.append(try page(query, of: queue, turn: turn))
            query.before = pages.last?.next
        } while query.before != nil
        return pages
    }

    private func query(_ change: (inout HistoryQuery) -> Void) -> HistoryQuery {
        var query = HistoryQuery(organization: Slug("acme"), limit: 100)
        change(&query)
        return query
    }

    // MARK: What is found

    /// What a query means, row by row.
    private func fits(_ record: SessionRecord, _ query: HistoryQuery) -> Bool {
        let end = record.end
        if let organization = query.organization, record.organization != organization { return false }
        if let account = query.account, record.account != account { return false }
        if let station = query.station, record.station != station { return false }
        if let at = query.at, record.openedAt > at || end.map({ $0.at <= at }) == true { return false }
        if let from = query.from, end.map({ $0.at < from }) == true { return false }
        if let to = query.to, record.openedAt >= to { return false }
        if let reasons = query.reasons { return end.map { reasons.contains($0.reason) } == true }
        return true
    }

    /// Weeks of logins at few stations, under a wall clock that is set forward and back by up to 22 hours.
    private func busyWeeks(_ random: inout PastSessions.Generator) -> PastSessions {
        var past = PastSessions()
        var time = past.clock
        var offset: Int64 = 0
        var work: [String: Int] = [:]
        var consoles: [(index: Int, since: Int64)] = []
        for _ in 0..<5_000 {
            time += Int64.random(in: 1...3_000_000, using: &random)
            if Int.random(in: 0..<40, using: &random) == 0 { offset = Int64.random(in: -11...11, using: &random) }
            past.clock = time + offset * Self.hour
            for console in consoles where console.since < time - 11 * Self.hour {
                past.end(console.index, .sessionLimit)
            }
            consoles.removeAll { $0.since < time - 11 * Self.hour }
            let organization = Int.random(in: 0..<10, using: &random) == 0 ? "other" : "acme"
            let account = "a\(Int.random(in: 0..<6, using: &random))"
            let mine = "\(organization)/\(account)"
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                consoles.append((past.open(account, nil, purpose: .console, organization: organization), time))
            case 1...3:
                if let index = work[mine] {
                    past.end(index, Bool.random(using: &random) ? .loggedOut : .processExited)
                    work = work.filter { $0.value != index }
                }
            default:
                let station = "\(Int.random(in: 4_000..<4_008, using: &random))"
                let place = "\(organization)/\(station)"
                if let index = work[mine] {
                    past.end(index, .takenOver)
                    work = work.filter { $0.value != index }
                }
                if let index = work[place] {
                    past.end(index, .terminated)
                    work = work.filter { $0.value != index }
                }
                let index = past.open(account, station, organization: organization)
                (work[mine], work[place]) = (index, index)
            }
        }
        return past
    }

    private func anyQuery(of past: PastSessions, _ random: inout PastSessions.Generator) -> HistoryQuery {
        func isChosen(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        func moment() -> Timestamp {
            Timestamp(milliseconds: Int64.random(in: 1_790_000_000_000...past.clock, using: &random))
        }
        return query {
            if isChosen(10) { $0.organization = isChosen(50) ? Slug("other") : nil }
            if isChosen(50) { $0.account = Username("a\(Int.random(in: 0..<6, using: &random))") }
            if isChosen(40) { $0.station = StationID("\(Int.random(in: 4_000..<4_008, using: &random))") }
            if isChosen(50) { $0.at = moment() }
            if isChosen(50) {
                let from = moment()
                $0.from = from
                if isChosen(80) { $0.to = Timestamp(milliseconds: from.milliseconds + Self.day) }
            }
            if isChosen(30) { $0.reasons = isChosen(50) ? [.terminated, .takenOver] : [.sessionLimit] }
            $0.limit = Int64.random(in: 1...200, using: &random)
        }
    }

    @Test("wherever the clock was set, a query finds what looking at each session would find", arguments: [1, 2, 3])
    func everything(seed: UInt64) throws {
        var random = PastSessions.Generator(state: seed)
        let past = busyWeeks(&random)
        let queue = try past.ledger()
        for _ in 0..<40 {
            let query = anyQuery(of: past, &random)
            let expected = past.records.reversed().filter { fits($0, query) }.map(\.id)
            #expect(try pages(query, of: queue).flatMap(\.records).map(\.id) == expected, "\(query)")
        }
    }

    @Test("a clock that was decades ahead once hides nobody")
    func farAhead() throws {
        var past = PastSessions()
        let now = past.clock
        past.pass("anna", "4021", milliseconds: Self.hour)
        past.clock = 4_070_908_800_000
        past.pass("bob", "4021", milliseconds: 1)
        past.clock = now + 2 * Self.hour
        past.pass("cleo", "4021", milliseconds: Self.hour)
        past.open("dora", "4021")
        let queue = try past.ledger()
        func holder(_ hours: Int64) throws -> [String] {
            let at = Timestamp(milliseconds: now + hours * Self.hour)
            let wanted = query {
                $0.station = StationID("4021")
                $0.at = at
            }
            return try page(wanted, of: queue).records.map(\.account.text)
        }
        #expect(try holder(0) == ["anna"])
        #expect(try holder(2) == ["cleo"])
        #expect(try holder(9) == ["dora"])
    }

    @Test("a console session that the host's absence prolonged is found behind a work session")
    func weekend() throws {
        var past = PastSessions()
        for _ in 0..<5 {
            past.pass("anna", "4021", milliseconds: 8 * Self.hour)
            past.clock += 16 * Self.hour
        }
        let console = past.open("anna", nil, purpose: .console)
        past.clock += Self.hour
        let work = past.open("anna", "4021")
        // The host is off from Friday to Monday.
        past.clock += 62 * Self.hour
        past.end(console, .hostRestarted)
        past.end(work, .hostRestarted)
        let monday = past.clock
        past.pass("anna", "4021", milliseconds: 8 * Self.hour)
        let wanted = query {
            $0.account = Username("anna")
            $0.from = Timestamp(milliseconds: monday - 8 * Self.hour)
            $0.to = Timestamp(milliseconds: monday + 16 * Self.hour)
        }
        let found = try page(wanted, of: try past.ledger()).records.map(\.id)
        #expect(found == past.records.suffix(3).reversed().map(\.id))
    }

    @Test("reasons find sessions that ended with one of them, and no others")
    func reasons() throws {
        var past = PastSessions()
        for reason in [EndReason.loggedOut, .terminated, .loggedOut, .takenOver] {
            past.pass("anna", "4021", reason, milliseconds: Self.hour)
        }
        past.open("anna", "4021")
        let queue = try past.ledger(isIndexed: false)
        func found(_ reasons: [EndReason]?) throws -> [EndReason] {
            try page(query { $0.reasons = reasons }, of: queue).records.compactMap { $0.end?.reason }
        }
        #expect(try found([.terminated]) == [.terminated])
        #expect(try found([.terminated, .takenOver]) == [.takenOver, .terminated])
        #expect(try found([.hostRestarted]) == [])
        #expect(try found([]) == [])
        #expect(try page(query { $0.reasons = nil }, of: queue).records.count == 5)
    }

    // MARK: Pages

    @Test("a page has as many sessions as were asked for, and the last one says that it is the last")
    func limit() throws {
        var past = PastSessions()
        for index in 0..<300 {
            past.pass("anna", "4021", index % 60 == 7 ? .terminated : .loggedOut, milliseconds: Self.hour)
        }
        for isIndexed in [false, true] {
            let queue = try past.ledger(isIndexed: isIndexed)
            for station in [nil, StationID("4021")] {
                let wanted = query {
                    $0.station = station
                    $0.reasons = [.terminated]
                    $0.limit = 2
                }
                let found = try pages(wanted, of: queue, turn: Self.unhurried)
                #expect(found.map(\.records.count) == [2, 2, 1])
                #expect(found.last?.next == nil)
            }
        }
    }

    @Test("a page whose turn is over is short and goes on; nothing is lost or told twice")
    func short() throws {
        var past = PastSessions()
        for index in 0..<2_500 {
            let reason: EndReason = [100, 2_400].contains(index) ? .terminated : .loggedOut
            past.pass("a\(index % 9)", "4021", reason, milliseconds: Self.hour)
        }
        let queue = try past.ledger()
        for station in [nil, StationID("4021")] {
            let wanted = query {
                $0.station = station
                $0.reasons = [.terminated]
            }
            let found = try pages(wanted, of: queue)
            #expect(found.count >= 3 && found.allSatisfy { $0.pieces <= 2 })
            #expect(found.contains { $0.records.isEmpty && $0.next != nil })
            #expect(found.flatMap(\.records).map(\.id) == [past.records[2_400].id, past.records[100].id])
        }
    }

    // MARK: What is looked at

    @Test("who held a station, and where an account was, is found at once, now and long ago", arguments: [false, true])
    func pieces(isIndexed: Bool) throws {
        var past = PastSessions()
        let start = past.clock
        let count: Int64 = 3_001
        for index in 0..<count { past.pass("a\(index % 2)", "4021", milliseconds: Self.hour) }
        let queue = try past.ledger(isIndexed: isIndexed)
        for index in [5, count / 2, count - 1] {
            let at = Timestamp(milliseconds: start + index * Self.hour + 1)
            let holder = try page(
                query {
                    $0.station = StationID("4021")
                    $0.at = at
                }, of: queue)
            #expect(holder.records.map(\.id) == [past.records[Int(index)].id])
            #expect(holder.pieces <= 2 && holder.next == nil)
            let day = try page(
                query {
                    $0.account = Username("a0")
                    $0.from = Timestamp(milliseconds: at.milliseconds - Self.day)
                    $0.to = at
                }, of: queue)
            #expect(day.records.count == (index == 5 ? 3 : 13) && day.records.allSatisfy { $0.account.text == "a0" })
            #expect(day.pieces <= 2 && day.next == nil)
        }
    }
}
