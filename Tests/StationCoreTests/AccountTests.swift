import StationProtocol
import Testing

@testable import StationCore

@Suite struct AccountTests {
    @Test("usernames, mail addresses and static numbers are given once")
    func unique() {
        var desk = Desk.acme()
        func create(_ more: JSON) -> Reason? {
            var params = (["organization": "acme", "username": "new", "role": "agent"] as JSON).object!
            for member in more.object!.members { params[member.key] = member.value }
            return desk.reason(.accountCreate, .object(params))
        }
        #expect(create(["username": "ANNA"]) == .alreadyExists)
        #expect(create(["email": "anna@X.example"]) == .alreadyExists)
        #expect(create(["station": ["kind": "static", "id": "4021"]]) == .stationReserved)
        desk.open("bob", ["station": "600"])
        #expect(create(["station": ["kind": "static", "id": "600"]]) == .stationInUse)
        #expect(create(["station": ["kind": "static"]]) == .invalidParams)
        #expect(create(["station": ["kind": "static", "id": "601"]]) == nil)
    }

    @Test("disabling and removing end the session, with their reasons")
    func ends() {
        for (method, reason) in [(Method.accountDisable, EndReason.accountDisabled), (.accountRemove, .accountRemoved)]
        {
            var desk = Desk.acme()
            desk.connect(2)
            desk.open("anna", on: 2)
            desk.ok(method, ["organization": "acme", "account": "anna"])
            let end = desk.events.first { $0.type == .sessionEnded }
            #expect(end?.data.session?.endReason == reason)
            #expect(end?.attached == ConnectionID(2))
            #expect(desk.reason(.sessionOpen, Desk.login("anna")) == .incorrectCredentials)
        }
    }

    @Test("what is left out of an update stays, and what is cleared goes")
    func update() {
        var desk = Desk.acme()
        let kept = desk.ok(.accountUpdate, ["organization": "acme", "account": "anna", "displayName": "Anna"])[
            "account"]!
        #expect(kept["email"] == "anna@x.example" && kept["displayName"] == "Anna" && kept["station"]?["id"] == "4021")
        let cleared = desk.ok(.accountUpdate, ["organization": "acme", "account": "anna", "clear": ["email"]])[
            "account"]!
        #expect(cleared["email"] == nil)
        #expect(desk.reason(.sessionOpen, Desk.login("anna@x.example")) == .incorrectCredentials)
    }

    @Test("a reservation makes a station somebody's, and taking it away frees it")
    func reserve() {
        var desk = Desk.acme()
        let params: JSON = ["organization": "acme", "station": "5001", "account": "bob"]
        #expect(desk.ok(.stationReserve, params)["station"]?["state"] == "reserved")
        #expect(desk.reason(.sessionOpen, Desk.login("cleo", ["station": "5001"])) == .stationReserved)
        #expect(
            desk.reason(.stationReserve, ["organization": "acme", "station": "5001", "account": "cleo"])
                == .stationReserved)
        #expect(desk.ok(.stationUnreserve, params)["station"]?["state"] == "free")
        #expect(desk.reason(.stationUnreserve, params) == .notFound)
        desk.open("cleo", ["station": "5001"])
        #expect(desk.reason(.stationReserve, params) == .stationInUse)
    }

    @Test("an import is all or nothing, and names every bad row")
    func importing() {
        var desk = Desk.acme()
        func part(_ rows: JSON, final: Bool = false) -> JSON {
            ["organization": "acme", "import": "i1", "rows": rows, "final": .bool(final)]
        }
        let rows: JSON = [
            ["username": "n1", "role": "agent", "station": ["kind": "static", "id": "900"]],
            ["username": "N1", "role": "agent"], ["username": "n 2", "role": "agent"],
            ["username": "anna", "role": "agent"],
            ["username": "n3", "role": "agent", "station": ["kind": "static", "id": "900"], "row": 77],
        ]
        let problems = desk.ok(.accountImport, part(rows))["problems"]!.array!
        #expect(problems.map { $0["row"] } == [2, 3, 4, 77])
        #expect(desk.reason(.accountImport, part([], final: true)) == .invalidParams)
        #expect(desk.broker.organizations[Slug("acme")!]?.accounts.count == 5)
        desk.ok(.accountImport, part([["username": "n1", "role": "agent"]]))
        #expect(
            desk.ok(.accountImport, part([["username": "n2", "role": "supervisor"]], final: true))["committed"] == true)
        #expect(desk.broker.organizations[Slug("acme")!]?.accounts.count == 7)
    }

    @Test("the last part of an import waits for what is on its way, and loses nothing")
    func importWaits() {
        var desk = Desk.acme()
        func part(_ rows: JSON, final: Bool) -> JSON {
            ["organization": "acme", "import": "i", "rows": rows, "final": .bool(final)]
        }
        desk.ok(
            .accountImport,
            part([["username": "n1", "role": "agent", "station": ["kind": "static", "id": "5000"]]], final: false))
        desk.commitsAtOnce = false
        let open = desk.send(
            .sessionOpen,
            ["organization": "acme", "login": "bob", "credential": ["type": "peer"], "station": "5000"])
        let final = desk.send(.accountImport, part([], final: true))
        #expect(desk.replies[final] == nil)
        desk.settle(committed: true)
        #expect(desk.replies[open] != nil && desk.reason(of: final) == .stationInUse)
        #expect(desk.broker.imports.isEmpty)
    }

    @Test("a part that is refused leaves what was staged as it was")
    func importKeeps() {
        var desk = Desk.acme()
        desk.ok(.organizationCreate, ["slug": "other", "name": "Other"])
        func part(_ organization: JSON, _ rows: JSON, final: Bool) -> JSON {
            ["organization": organization, "import": "i", "rows": rows, "final": .bool(final)]
        }
        desk.ok(.accountImport, part("acme", [["username": "n1", "role": "agent"]], final: false))
        #expect(desk.reason(.accountImport, part("other", [], final: false)) == .invalidParams)
        let result = desk.ok(.accountImport, part("acme", [], final: true))
        #expect(result["staged"] == 1 && result["committed"] == true)
        #expect(desk.broker.organizations[Slug("acme")!]?.accounts[Username("n1")!] != nil)
    }

    @Test("an import is bounded in all", arguments: [(49_999, true), (50_000, true), (50_001, false)])
    func importBoundInAll(count: Int, isValid: Bool) {
        var desk = Desk.acme()
        var staged = 0
        var refused: Refusal?
        while staged < count, refused == nil {
            let part = min(Limits.importPartRows, count - staged)
            let rows = (staged..<staged + part).map { number -> JSON in
                ["username": .string("u\(number)"), "role": "agent"]
            }
            let ref = desk.send(
                .accountImport, ["organization": "acme", "import": "big", "rows": .array(rows), "final": false])
            if case .refused(let refusal) = desk.replies[ref] { refused = refusal }
            staged += part
        }
        #expect((refused == nil) == isValid)
        if !isValid { #expect(refused?.reason == .invalidParams) }
    }

    @Test("an import's parts are bounded", arguments: [(199, true), (200, true), (201, false)])
    func importBound(count: Int, isValid: Bool) {
        var desk = Desk.acme()
        let rows = JSON.array((0..<count).map { ["username": .string("n\($0)"), "role": "agent"] })
        let params: JSON = ["organization": "acme", "import": "i", "rows": rows, "final": false]
        #expect((desk.reason(.accountImport, params) == nil) == isValid)
    }

    @Test("pools are ranges of one length, of at most 10,000 numbers, without overlap")
    func pools() {
        var desk = Desk.acme()
        func create(_ name: String, _ first: String, _ last: String) -> Reason? {
            desk.reason(
                .poolCreate,
                ["organization": "acme", "name": .string(name), "first": .string(first), "last": .string(last)])
        }
        #expect(create("a", "10", "100") == .invalidParams)
        #expect(create("a", "20", "10") == .invalidParams)
        #expect(create("a", "00001", "10001") == .invalidParams)
        #expect(create("a", "00001", "10000") == nil)
        #expect(create("a", "600", "601") == .alreadyExists)
        #expect(create("b", "09999", "19000") == .alreadyExists)
        #expect(create("b", "4990", "5000") == .alreadyExists)
        let nines = String(repeating: "9", count: 32)
        #expect(create("c", String(nines.dropLast()) + "0", nines) == nil)
    }

    @Test("free numbers are listed across pools, page by page")
    func freeStations() {
        var desk = Desk.acme()
        desk.ok(.poolCreate, ["organization": "acme", "name": "more", "first": "01", "last": "03"])
        desk.open("bob", ["station": "5001"])
        var found: [JSON] = []
        var params = (["organization": "acme", "state": "free", "limit": 2] as JSON).object!
        repeat {
            let page = desk.ok(.stationList, .object(params))
            found += page["stations"]!.array!.map { $0["station"]! }
            params["cursor"] = page["nextCursor"]
        } while params["cursor"] != nil
        #expect(found == ["5000", "5002", "01", "02", "03"])
    }
}
