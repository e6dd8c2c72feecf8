import StationProtocol
import Testing

@testable import StationCore

@Suite struct HolderTests {
    @Test("a session goes on through its grace period and ends with it")
    func grace() {
        var desk = Desk.acme()
        desk.connect(2)
        let opened = desk.open("anna", on: 2)
        desk.disconnect(2)
        #expect(desk.events.map(\.type) == [.sessionOpened, .sessionDetached])
        desk.pass(seconds: 29)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["session"]?["verdict"] == "suspect")
        desk.pass(seconds: 1)
        #expect(desk.events.suffix(2).map(\.type) == [.sessionEnded, .stationCooling])
        #expect(desk.lastEnd?.endReason == .connectionLost)
        #expect(desk.ok(.stationShow, ["organization": "acme", "station": "4021"])["station"]?["state"] == "cooling")
        #expect(desk.reason(.sessionAttach, ["token": opened["token"]!]) == .sessionEnded)
    }

    @Test("within the grace period the holder comes back with its token, fence and station")
    func attach() {
        var desk = Desk.acme()
        desk.connect(2)
        let opened = desk.open("anna", on: 2)
        desk.disconnect(2)
        desk.pass(seconds: 29)
        desk.connect(3)
        let back = desk.ok(.sessionAttach, ["token": opened["token"]!], on: 3)
        #expect(back["session"]?["fence"] == opened["session"]?["fence"])
        desk.pass(seconds: 3_600)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == true)
    }

    @Test("attaching elsewhere tells the old connection, which then holds nothing")
    func move() {
        var desk = Desk.acme()
        desk.connect(2)
        desk.connect(3)
        let opened = desk.open("anna", on: 2)
        desk.ok(.sessionAttach, ["token": opened["token"]!], on: 3)
        let told = desk.events.first { $0.type == .sessionDetached }
        #expect(told?.attached == ConnectionID(2))
        desk.disconnect(2)
        desk.pass(seconds: 60)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == true)
    }

    @Test("a suspect holder yields to a new login of the same account, unless policy forbids")
    func suspectYields() {
        var desk = Desk.acme()
        desk.connect(2)
        let old = desk.open("anna", on: 2)
        desk.disconnect(2)
        desk.ok(.organizationUpdate, ["organization": "acme", "suspectYields": false])
        #expect(desk.reason(.sessionOpen, Desk.login("anna")) == .alreadyLoggedIn)
        desk.ok(.organizationUpdate, ["organization": "acme", "suspectYields": true])
        let new = desk.open("anna")
        #expect(new["session"]?["station"] == "4021")
        #expect(desk.ok(.sessionVerify, ["token": old["token"]!])["active"] == false)
        let id = old["session"]!["id"]!
        #expect(desk.ok(.sessionVerify, ["id": id, "fence": old["session"]!["fence"]!])["active"] == false)
        #expect(desk.events.contains { $0.type == .sessionEnded && $0.data.session?.endReason == .takenOver })
    }

    @Test("a lease needs no connection and ends when nobody renews it", arguments: [4, 5, 6])
    func lease(seconds: Int64) {
        var desk = Desk.acme()
        desk.connect(2)
        let opened = desk.open("anna", ["leaseSeconds": 5], on: 2)
        desk.disconnect(2)
        desk.pass(seconds: 4)
        desk.ok(.sessionRenew, ["token": opened["token"]!])
        desk.pass(seconds: seconds)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == .bool(seconds < 5))
        if seconds >= 5 { #expect(desk.lastEnd?.endReason == .leaseExpired) }
    }

    @Test("a jump of the wall clock ends no session", arguments: [-86_400_000, 86_400_000])
    func wallClock(jump: Int64) {
        var desk = Desk.acme()
        let opened = desk.open("anna", ["leaseSeconds": 10])
        desk.now.wall += jump
        desk.pass(seconds: 9)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == true)
    }

    @Test("after a restart on the same boot sessions stay, and downtime counts against nobody")
    func restart() {
        var image = Desk.image()
        image.sessions = [Desk.record("anna", station: "4021", boot: "boot-1", lease: nil)]
        var desk = Desk(image: image)
        #expect(desk.ok(.sessionList)["sessions"]?.array?.count == 1)
        desk.pass(seconds: 59)
        desk.ok(.sessionAttach, ["token": "held"])
        desk.pass(seconds: 600)
        #expect(desk.ok(.sessionVerify, ["token": "held"])["active"] == true)
    }

    @Test("after a reboot the sessions of the earlier boot end before the first request is served")
    func reboot() {
        var image = Desk.image()
        image.sessions = [Desk.record("anna", station: "4021", boot: "boot-0", lease: 3_600)]
        var desk = Desk(image: image)
        #expect(desk.lastEnd?.endReason == .hostRestarted)
        #expect(desk.reason(.sessionRenew, ["token": "held"]) == .sessionEnded)
        desk.open("anna")
    }
}

extension Desk {
    /// The session that ended last.
    var lastEnd: Session? { events.last { $0.type == .sessionEnded }?.data.session }

    static func image() -> LedgerImage {
        var image = LedgerImage()
        var organization = Organization()
        organization.slug = Slug("acme")!
        organization.name = DisplayText("Acme")!
        image.organizations = [organization]
        var account = Account()
        account.organization = Slug("acme")!
        account.username = Username("anna")!
        account.station = StationAssignment(.static, StationID("4021"))
        image.accounts = [account]
        return image
    }

    static func record(_ account: String, station: String?, boot: String, lease: Int64?) -> SessionRecord {
        SessionRecord(
            id: SessionID(fence: 9, random: 9), organization: Slug("acme")!, account: Username(account)!, role: .agent,
            station: station.flatMap(StationID.init), token: Desk.digest("held"), deviceLabel: nil, uid: 0, pid: nil,
            host: "host-1", bootID: boot, leaseSeconds: lease, openedAt: Timestamp(milliseconds: 1_789_999_000_000))
    }
}
