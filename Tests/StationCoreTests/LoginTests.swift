import StationProtocol
import Testing

@testable import StationCore

@Suite struct LoginTests {
    @Test("an agent logs in once, and is told where the other session is")
    func onceOnly() throws {
        var desk = Desk.acme()
        desk.open("anna", ["device": ["label": "desk-7"]])
        let ref = desk.send(.sessionOpen, Desk.login("anna"))
        guard case .refused(let refusal) = desk.replies[ref] else { return #expect(Bool(false)) }
        #expect(refusal.message == "The user is already logged in")
        let holder = try HolderInfo(reply: try #require(refusal.data.first { $0.key == "holder" }?.value))
        #expect(holder.station?.text == "4021")
        #expect(holder.device.label?.text == "desk-7")
        #expect(holder.verdict == .live)
    }

    @Test("username, mail address and capitals name the same account", arguments: ["ANNA", "anna@X.example", "anna"])
    func logins(login: String) {
        var desk = Desk.acme()
        #expect(desk.open(login)["session"]?["account"] == "anna")
    }

    @Test("unknown organization, unknown account, disabled account and another's account are one answer")
    func sameAnswer() {
        var desk = Desk.acme()
        desk.ok(.accountDisable, ["organization": "acme", "account": "bob"])
        desk.connect(2, Desk.user(1_001))
        let attempts: [JSON] = [
            Desk.login("nobody"), Desk.login("bob"), Desk.login("cleo"), Desk.login("x@y.example"),
            ["organization": "nowhere", "login": "anna", "credential": ["type": "peer"]],
        ]
        for params in attempts {
            let ref = desk.send(.sessionOpen, params, on: 2)
            guard case .refused(let refusal) = desk.replies[ref] else { return #expect(Bool(false)) }
            #expect(refusal == Broker.incorrectCredentials)
        }
        #expect(desk.reason(.sessionOpen, Desk.login("anna"), on: 2) == nil)
    }

    @Test("an OS user is matched by uid or by name")
    func osUsers() {
        var desk = Desk.acme()
        desk.connect(2, Desk.user(1_003))
        #expect(desk.reason(.sessionOpen, Desk.login("cleo"), on: 2, userName: "dave") == .incorrectCredentials)
        #expect(desk.reason(.sessionOpen, Desk.login("cleo"), on: 2) == .incorrectCredentials)
        #expect(desk.reason(.sessionOpen, Desk.login("cleo"), on: 2, userName: "cleo") == nil)
    }

    @Test("a static account gets its own number, and another one typed is a mismatch")
    func staticStation() {
        var desk = Desk.acme()
        #expect(desk.reason(.sessionOpen, Desk.login("anna", ["station": "5000"])) == .stationMismatch)
        #expect(desk.open("anna", ["station": "4021"])["session"]?["station"] == "4021")
    }

    @Test("the typed number goes before the account's own, that before the last used, that before the pools")
    func selectionOrder() {
        var desk = Desk.acme()
        func station(_ more: JSON = [:]) -> JSON? {
            let opened = desk.open("bob", more)
            desk.ok(.sessionClose, ["token": opened["token"]!])
            return opened["session"]?["station"]
        }
        #expect(station() == "5000")
        #expect(station(["station": "777"]) == "777")
        #expect(station() == "777")
        desk.ok(
            .accountUpdate, ["organization": "acme", "account": "bob", "station": ["kind": "dynamic", "id": "888"]])
        #expect(station() == "888")
        desk.open("cleo", ["station": "888"])
        #expect(station() == "777" || station() == "5000")
    }

    @Test("a number that is somebody's is refused with its own reason")
    func takenStations() {
        var desk = Desk.acme()
        desk.open("cleo", ["station": "600"])
        #expect(desk.reason(.sessionOpen, Desk.login("bob", ["station": "4021"])) == .stationReserved)
        #expect(desk.reason(.sessionOpen, Desk.login("bob", ["station": "600"])) == .stationInUse)
    }

    @Test("a full pool says so, and no pool asks for a number")
    func exhausted() {
        var desk = Desk.acme()
        for name in ["x1", "x2", "x3", "x4"] {
            desk.ok(.accountCreate, ["organization": "acme", "username": .string(name), "role": "agent"])
        }
        for name in ["x1", "x2", "x3"] { desk.open(name) }
        #expect(desk.reason(.sessionOpen, Desk.login("x4")) == .noStationAvailable)
        desk.ok(.poolRemove, ["organization": "acme", "name": "floor"])
        #expect(desk.reason(.sessionOpen, Desk.login("x4")) == .stationRequired)
    }

    @Test("an organization may demand that the number is typed, or that it is from a pool")
    func sources() {
        var desk = Desk.acme()
        desk.ok(.organizationUpdate, ["organization": "acme", "stationSource": "typed"])
        #expect(desk.reason(.sessionOpen, Desk.login("bob")) == .stationRequired)
        desk.ok(.organizationUpdate, ["organization": "acme", "stationSource": "pool"])
        #expect(desk.reason(.sessionOpen, Desk.login("bob", ["station": "777"])) == .stationMismatch)
        #expect(desk.open("bob", ["station": "5002"])["session"]?["station"] == "5002")
    }

    @Test("a role that needs no station logs in without one")
    func withoutStation() {
        var desk = Desk.acme()
        #expect(desk.open("sue")["session"]?["station"] == nil)
        #expect(desk.open("adam")["session"]?["home"] == "/administrator")
    }

    @Test("fences grow with every grant and never repeat, not even when the clock goes back")
    func fences() {
        var desk = Desk.acme()
        var last: Int64 = 0
        for round in 0..<50 {
            if round == 25 { desk.now.wall -= 86_400_000 }
            let opened = desk.open("bob")
            let fence = opened["session"]?["fence"]?.integer ?? 0
            #expect(fence > last && fence < 1 << 53)
            last = fence
            desk.ok(.sessionClose, ["token": opened["token"]!])
        }
    }

    @Test("a ledger restored from an older copy does not bring fences back")
    func restoredLedger() {
        var image = LedgerImage()
        image.lastFence = 5
        var desk = Desk(image: image)
        desk.ok(.organizationCreate, ["slug": "acme", "name": "Acme", "stationRoles": []])
        desk.ok(.accountCreate, ["organization": "acme", "username": "bob", "role": "agent"])
        #expect((desk.open("bob")["session"]?["fence"]?.integer ?? 0) >= desk.now.wall * 2_048)
    }
}
