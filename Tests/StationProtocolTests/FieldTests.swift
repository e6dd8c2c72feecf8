import StationProtocol
import Testing

@Suite struct FieldTests {
    private func refusal(_ method: Method, _ params: JSON) -> Refusal? {
        do throws(Refusal) {
            _ = try Command.read(method, params.object!)
            return nil
        } catch {
            return error
        }
    }

    private func key(_ method: Method, _ params: JSON) -> JSON? {
        refusal(method, params)?.data.first { $0.key == "key" }?.value
    }

    @Test("a wrong param is named")
    func names() {
        let good: JSON = ["organization": "acme", "login": "anna", "credential": ["type": "peer"]]
        #expect(refusal(.sessionOpen, good) == nil)
        func with(_ name: String, _ value: JSON) -> JSON {
            var object = good.object!
            object[name] = value
            return .object(object)
        }
        #expect(key(.sessionOpen, with("station", "12a")) == "station")
        #expect(key(.sessionOpen, with("station", 4021)) == "station")
        #expect(key(.sessionOpen, with("unknown", 1)) == "unknown")
        #expect(key(.sessionOpen, with("station", .null)) == "station")
        #expect(key(.sessionOpen, with("device", ["label": ""])) == "device.label")
        #expect(key(.sessionOpen, with("device", ["name": "x"])) == "device.name")
        #expect(key(.sessionOpen, with("credential", ["type": "magic"])) == "credential.type")
        #expect(key(.sessionOpen, ["organization": "acme"]) == "login")
        #expect(key(.sessionVerify, ["id": "38g23csbp0001"]) == "token")
    }

    @Test(
        "bounds of numbers hold at n−1, n and n+1",
        arguments: [(4, false), (5, true), (6, true), (86_399, true), (86_400, true), (86_401, false)])
    func leases(seconds: Int64, isValid: Bool) {
        let params: JSON = [
            "organization": "acme", "login": "anna", "credential": ["type": "peer"], "leaseSeconds": .integer(seconds),
        ]
        #expect((refusal(.sessionOpen, params) == nil) == isValid)
    }

    @Test(
        "a list's limit is 1 to 1,000", arguments: [(0, false), (1, true), (999, true), (1_000, true), (1_001, false)])
    func pageLimits(limit: Int64, isValid: Bool) {
        #expect((refusal(.sessionList, ["limit": .integer(limit)]) == nil) == isValid)
    }

    @Test("params have at most 64 members", arguments: [(63, "k0"), (64, "k0"), (65, "params")])
    func members(count: Int, key: String) {
        let params = JSONObject((0..<count).map { .init(key: "k\($0)", value: 1) })
        #expect(self.key(.brokerPing, .object(params)) == .string(key))
    }

    @Test("every method has its params type, and every params type its method")
    func catalog() {
        #expect(Set(CallCatalog.all.map { $0.method }) == Set(Method.allCases))
        #expect(CallCatalog.all.count == Method.allCases.count)
    }

    @Test("what is written is read back with the same fields")
    func roundTrip() throws {
        var session = Session()
        session.id = SessionID(fence: 77, random: 3)
        session.organization = Slug("acme")!
        session.account = Username("anna")!
        session.station = StationID("0040")
        session.device.label = DisplayText("desk \"7\"")
        session.endReason = .takenOver
        #expect(try Session(reply: session.json) == session)
    }

    @Test("codes of ours lie outside JSON-RPC's range, and each reason has its own where it needs one")
    func codes() {
        for reason in Reason.allCases where reason.code > 0 { #expect(!(-32_768 ... -32_000).contains(reason.code)) }
        let ours = Reason.allCases.map(\.code).filter { $0 > 0 }
        #expect(Set(ours).count == ours.count)
    }

    @Test("a page stays below the reply limit and says where it goes on")
    func pages() throws {
        var account = Account()
        account.organization = Slug("acme")!
        account.displayName = DisplayText(String(repeating: "é", count: 100))
        let accounts = (0..<1_000).map { index in
            var copy = account
            copy.username = Username("u\(index)")!
            return copy
        }
        var writer = JSONWriter()
        Page(accounts).write(to: &writer)
        #expect(writer.count < Limits.replyBytes)
        let page = try Page<Account>(reply: try JSONReader.read(writer.text))
        #expect(page.items.count > 50 && page.items.count < 1_000)
        #expect(page.nextCursor?.text == page.items.last?.username.text)
    }
}
