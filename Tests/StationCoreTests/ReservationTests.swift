import StationProtocol
import Testing

@testable import StationCore

@Suite struct ReservationTests {
    /// A moment as the wire has it, so many seconds from now.
    static func moment(_ seconds: Int64, _ desk: Desk) -> JSON {
        .string(Timestamp(milliseconds: desk.now.wall + seconds * 1_000).text)
    }

    static func reserve(_ station: String, _ account: String, _ from: Int64, _ until: Int64, _ desk: inout Desk) -> JSON
    {
        desk.ok(
            .stationReserve,
            [
                "organization": "acme", "station": .string(station), "account": .string(account),
                "from": moment(from, desk), "until": moment(until, desk),
            ])
    }

    @Test("a station is kept for a shift: from its beginning to its end, for its account and nobody else")
    func shift() {
        var desk = Desk.acme()
        let shown = Self.reserve("5000", "bob", 100, 200, &desk)["station"]
        #expect(shown?["state"] == "free" && shown?["reservations"]?.array?.count == 1)
        desk.pass(seconds: 99)
        let before = desk.open("cleo", ["station": "5000"])
        desk.ok(.sessionClose, ["token": before["token"]!])
        desk.pass(seconds: 1)
        #expect(desk.reason(.sessionOpen, Desk.login("cleo", ["station": "5000"])) == .stationReserved)
        #expect(desk.reason(.stationRequest, ["organization": "acme", "station": "5000"]) == .stationReserved)
        #expect(desk.ok(.stationShow, ["organization": "acme", "station": "5000"])["station"]?["reservedFor"] == "bob")
        // Pools do not propose it, but to whom it is kept for, and before anything else.
        let next = desk.open("cleo")
        #expect(next["session"]?["station"] == "5001")
        let bob = desk.open("bob")
        #expect(bob["session"]?["station"] == "5000")
        desk.ok(.sessionClose, ["token": bob["token"]!])
        desk.pass(seconds: 100)
        desk.ok(.sessionClose, ["token": next["token"]!])
        desk.open("cleo", ["station": "5000"])
        #expect(desk.ok(.stationShow, ["organization": "acme", "station": "5000"])["station"]?["reservations"] == nil)
    }

    @Test("a static station is lent: its owner waits, the borrower logs in there")
    func lent() {
        var desk = Desk.acme()
        _ = Self.reserve("4021", "bob", 0, 100, &desk)
        #expect(desk.reason(.sessionOpen, Desk.login("anna")) == .stationReserved)
        #expect(desk.open("bob")["session"]?["station"] == "4021")
        desk.pass(seconds: 101)
        #expect(desk.reason(.sessionOpen, Desk.login("anna")) == .stationInUse)
    }

    @Test("a holder past the shift yields where the organization says so", arguments: [true, false])
    func pastShift(yields: Bool) {
        var desk = Desk.acme()
        if yields {
            desk.ok(.organizationUpdate, ["organization": "acme", "stationYields": ["agent": ["past_shift"]]])
        }
        _ = Self.reserve("5000", "bob", 10, 100, &desk)
        desk.open("cleo", ["station": "5000"])
        #expect(desk.reason(.sessionOpen, Desk.login("bob", ["station": "5000"])) == .stationInUse)
        desk.pass(seconds: 10)
        #expect((desk.reason(.sessionOpen, Desk.login("bob", ["station": "5000"])) == nil) == yields)
    }

    @Test("two shifts at one station do not overlap, a shift lies ahead, and it can be taken back")
    func rules() {
        var desk = Desk.acme()
        _ = Self.reserve("5000", "bob", 100, 200, &desk)
        func params(_ from: Int64, _ until: Int64) -> JSON {
            [
                "organization": "acme", "station": "5000", "account": "cleo", "from": Self.moment(from, desk),
                "until": Self.moment(until, desk),
            ]
        }
        #expect(desk.reason(.stationReserve, params(199, 300)) == .stationReserved)
        #expect(desk.reason(.stationReserve, params(200, 200)) == .invalidParams)
        #expect(desk.reason(.stationReserve, params(-20, -10)) == .invalidParams)
        #expect(desk.reason(.stationReserve, params(200, 300)) == nil)
        let back: JSON = [
            "organization": "acme", "station": "5000", "account": "bob", "from": Self.moment(100, desk),
        ]
        desk.ok(.stationUnreserve, back)
        #expect(desk.reason(.stationUnreserve, back) == .notFound)
        #expect(desk.reason(.stationReserve, params(100, 200)) == nil)
    }
}
