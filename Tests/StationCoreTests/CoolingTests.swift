import StationProtocol
import Testing

@testable import StationCore

@Suite struct CoolingTests {
    /// Bob was lost at station 5005.
    static func lost(busy: Bool = false, _ policies: JSON = [:]) -> Desk {
        var desk = Desk.acme()
        var params = policies.object!
        params["organization"] = "acme"
        desk.ok(.organizationUpdate, .object(params))
        desk.connect(2)
        desk.peers[2] = EvidenceTests.finding(EvidenceTests.desktop)
        let opened = desk.open("bob", ["station": "5001"], on: 2)
        if busy { desk.ok(.sessionReport, ["token": opened["token"]!, "busy": true]) }
        desk.feed(.evidence(.processExited(EvidenceTests.desktop)))
        return desk
    }

    static let elsewhere: JSON = ["station": "5001"]

    @Test(
        "after an unclean end the station goes at once to the same account, and later to others", arguments: [14, 15])
    func delay(seconds: Int64) {
        var desk = Self.lost()
        let shown = desk.ok(.stationShow, ["organization": "acme", "station": "5001"])["station"]!
        #expect(shown["state"] == "cooling" && shown["account"] == "bob" && shown["expiresAt"] != nil)
        #expect(desk.ok(.stationList, ["organization": "acme", "state": "cooling"])["stations"]?.array?.count == 1)
        desk.pass(seconds: seconds)
        let refused = desk.send(.sessionOpen, Desk.login("cleo", Self.elsewhere))
        #expect(desk.reason(of: refused) == (seconds < 15 ? .lockDelay : nil))
        if seconds < 15 {
            guard case .refused(let refusal) = desk.replies[refused] else { return }
            #expect(refusal.data.contains { $0.key == "retryAfterSeconds" && $0.value == 1 })
            desk.open("bob", Self.elsewhere)
            #expect(desk.reason(.sessionOpen, Desk.login("cleo", Self.elsewhere)) == .stationInUse)
        }
    }

    @Test("a hold is refused too, for nobody knows yet whose it is; and pools do not propose the number")
    func hold() {
        var desk = Self.lost()
        #expect(desk.reason(.stationRequest, ["organization": "acme", "station": "5001"]) == .lockDelay)
        #expect(desk.ok(.stationRequest, ["organization": "acme"])["station"] == "5000")
        desk.connect(3)
        #expect(desk.open("cleo", on: 3)["session"]?["station"] == "5002")
        // The account itself is proposed the number it was lost at.
        #expect(desk.open("bob")["session"]?["station"] == "5001")
    }

    @Test("a clean logout frees the station at once, and a delay of 0 does too")
    func clean() {
        var desk = Desk.acme()
        let opened = desk.open("bob", Self.elsewhere)
        desk.ok(.sessionClose, ["token": opened["token"]!])
        desk.open("cleo", Self.elsewhere)
        var none = Self.lost(["lockDelaySeconds": 0])
        none.open("cleo", Self.elsewhere)
    }

    @Test("where the lost session was busy, the phone may still talk: the station rests for the configured maximum")
    func busy() {
        var desk = Self.lost(busy: true, ["busyMaximumSeconds": 900])
        desk.pass(seconds: 899)
        #expect(desk.reason(.sessionOpen, Desk.login("cleo", Self.elsewhere)) == .lockDelay)
        desk.pass(seconds: 1)
        desk.open("cleo", Self.elsewhere)
        #expect(desk.events.contains { $0.type == .stationReleased })
    }

    @Test("a restart forgets no lock-delay and prolongs none")
    func restart() {
        var image = Desk.image()
        var record = Desk.record("anna", station: "5001", boot: "boot-1", lease: nil)
        var end = SessionEnd(
            at: Timestamp(milliseconds: 1_789_999_995_000), reason: .processExited, lastSeenAt: record.openedAt)
        end.coolsUntil = Timestamp(milliseconds: 1_790_000_010_000)
        record.end = end
        image.cooling = [record]
        var desk = Desk(image: image)
        desk.ok(.accountCreate, ["organization": "acme", "username": "bob", "role": "agent"])
        desk.pass(seconds: 9)
        #expect(desk.reason(.sessionOpen, Desk.login("bob", Self.elsewhere)) == .lockDelay)
        desk.pass(seconds: 1)
        desk.open("bob", Self.elsewhere)
    }
}
