import StationProtocol
import Testing

@testable import StationCore

@Suite struct HoldTests {
    private let request: JSON = ["organization": "acme", "station": "600"]

    @Test("a held station is kept from others and not from its connection")
    func hold() {
        var desk = Desk.acme()
        desk.connect(2)
        let hold = desk.ok(.stationRequest, request, on: 2)
        #expect(hold["station"] == "600")
        #expect(desk.reason(.stationRequest, request) == .stationInUse)
        #expect(desk.reason(.sessionOpen, Desk.login("bob", ["station": "600"])) == .stationInUse)
        #expect(desk.open("cleo", ["hold": hold["hold"]!], on: 2)["session"]?["station"] == "600")
        #expect(desk.reason(.stationRelease, ["hold": hold["hold"]!], on: 2) == .notFound)
    }

    @Test("a hold runs out after 120 seconds", arguments: [(119, "held"), (120, "free"), (121, "free")])
    func expiry(seconds: Int64, state: String) {
        var desk = Desk.acme()
        desk.ok(.stationRequest, request)
        desk.pass(seconds: seconds)
        #expect(desk.ok(.stationShow, request)["station"]?["state"] == .string(state))
    }

    @Test("a hold ends with its connection, and a new one takes the place of the old")
    func oneEach() {
        var desk = Desk.acme()
        desk.connect(2)
        desk.ok(.stationRequest, request, on: 2)
        #expect(desk.ok(.stationRequest, ["organization": "acme"], on: 2)["station"] == "5000")
        #expect(desk.ok(.stationShow, request)["station"]?["state"] == "free")
        desk.disconnect(2)
        #expect(desk.ok(.stationShow, ["organization": "acme", "station": "5000"])["station"]?["state"] == "free")
    }

    @Test("a uid has at most 16 holds")
    func perUser() {
        var desk = Desk.acme()
        let limit = UInt64(Limits.standard.holdsPerUser)
        for id in 10..<(10 + limit) {
            desk.connect(id, Desk.user(1_001))
            desk.ok(.stationRequest, ["organization": "acme", "station": .string("7\(id)")], on: id)
        }
        desk.connect(99, Desk.user(1_001))
        #expect(desk.reason(.stationRequest, request, on: 99) == .overloaded)
        // One who has a hold may change it at the limit.
        #expect(desk.reason(.stationRequest, request, on: 10) == nil)
        desk.disconnect(11)
        #expect(desk.reason(.stationRequest, ["organization": "acme", "station": "601"], on: 99) == nil)
    }

    @Test("a reserved station and a full pool have their reasons")
    func refused() {
        var desk = Desk.acme()
        #expect(desk.reason(.stationRequest, ["organization": "acme", "station": "4021"]) == .stationReserved)
        #expect(desk.reason(.stationRequest, ["organization": "nowhere", "station": "1"]) == .notFound)
        for id: UInt64 in 10...12 {
            desk.connect(id)
            desk.ok(.stationRequest, ["organization": "acme"], on: id)
        }
        #expect(desk.reason(.stationRequest, ["organization": "acme"]) == .noStationAvailable)
    }

    @Test("another uid cannot give a hold back, and an operator can")
    func release() {
        var desk = Desk.acme()
        desk.connect(2, Desk.user(1_001))
        desk.connect(3, Desk.user(1_002))
        let hold = desk.ok(.stationRequest, request, on: 2)["hold"]!
        #expect(desk.reason(.stationRelease, ["hold": hold], on: 3) == .notFound)
        #expect(desk.ok(.stationRelease, ["hold": hold])["station"]?["state"] == "free")
    }
}
