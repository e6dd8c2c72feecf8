import StationProtocol
import Testing

@testable import StationCore

@Suite struct WaitingTests {
    private static func wait(_ account: String, _ desk: inout Desk, on connection: UInt64, _ station: String? = "5001")
        -> RequestRef
    {
        var more: [JSONObject.Member] = [.init(key: "waitSeconds", value: 60)]
        if let station { more.append(.init(key: "station", value: .string(station))) }
        return desk.send(.sessionOpen, Desk.login(account, .object(JSONObject(more))), on: connection)
    }

    @Test("first come, first served; the place is told and moves up; who goes leaves no trace")
    func queue() {
        var desk = Desk.acme()
        for id in 2...5 { desk.connect(UInt64(id)) }
        let holder = desk.open("adam", ["station": "5001"])
        let bob = Self.wait("bob", &desk, on: 2)
        let sue = Self.wait("sue", &desk, on: 3)
        let cleo = Self.wait("cleo", &desk, on: 4)
        #expect(desk.events.filter { $0.type == .sessionWaiting }.map { $0.data.waiting?.position } == [1, 2, 3])
        #expect(desk.events.last?.attached == ConnectionID(4))
        desk.disconnect(3)
        desk.pass(seconds: 1)
        #expect(desk.events.last?.data.waiting?.position == 2 && desk.events.last?.attached == ConnectionID(4))
        desk.ok(.sessionClose, ["token": holder["token"]!])
        guard case .opened(let session, _) = desk.replies[bob] else { Issue.record("bob was not granted"); return }
        #expect(session.station == StationID("5001"))
        #expect(desk.replies[cleo] == nil && desk.replies[sue] == nil)
        // Who comes without waiting does not get past those who wait.
        #expect(desk.reason(.sessionOpen, Desk.login("sue", ["station": "5001"]), on: 5) == .stationInUse)
        desk.ok(.sessionTerminate, ["id": .string(session.id.text)])
        guard case .opened = desk.replies[cleo] else { Issue.record("cleo was not granted"); return }
    }

    @Test("when the time is up the login gets the refusal that it had", arguments: [59, 60])
    func expiry(seconds: Int64) {
        var desk = Desk.acme()
        desk.open("adam", ["station": "5001"])
        let bob = Self.wait("bob", &desk, on: 1)
        desk.pass(seconds: seconds)
        #expect(desk.reason(of: bob) == (seconds < 60 ? nil : .stationInUse))
    }

    @Test("a login waits for any station of the pools, and for a lock-delay")
    func any() {
        var desk = Desk.acme()
        desk.connect(2)
        desk.open("adam", ["station": "5000"])
        desk.open("sue", ["station": "5001"])
        desk.open("bob", ["station": "5002"], on: 2)
        let cleo = Self.wait("cleo", &desk, on: 1, nil)
        #expect(desk.replies[cleo] == nil)
        desk.ok(.organizationUpdate, ["organization": "acme", "gracePeriodSeconds": 0])
        desk.disconnect(2)
        #expect(desk.lastEnd?.endReason == .connectionLost)
        #expect(desk.replies[cleo] == nil, "the number rests")
        desk.pass(seconds: 15)
        guard case .opened(let session, _) = desk.replies[cleo] else { Issue.record("not granted"); return }
        #expect(session.station == StationID("5002"))
    }

    @Test("taken back, it gets its one reply; what is no matter of stations does not wait")
    func cancel() {
        var desk = Desk.acme()
        desk.open("adam", ["station": "5001"])
        let bob = Self.wait("bob", &desk, on: 1)
        desk.feed(.cancel(bob))
        #expect(desk.reason(of: bob) == .cancelled)
        let twice = Self.wait("adam", &desk, on: 1)
        #expect(desk.reason(of: twice) == .alreadyLoggedIn)
        let waiting = Self.wait("cleo", &desk, on: 1)
        desk.ok(.accountDisable, ["organization": "acme", "account": "cleo"])
        desk.ok(.sessionTerminateAll, ["count": 1])
        #expect(desk.reason(of: waiting) == .incorrectCredentials)
    }

    @Test("as many wait as the bound says", arguments: [-1, 0, 1])
    func bound(over: Int) {
        var desk = Desk.acme()
        desk.open("adam", ["station": "5001"])
        var last: RequestRef?
        for _ in 0..<(Limits.waitingLogins + over) { last = Self.wait("bob", &desk, on: 1) }
        #expect(last.flatMap { desk.reason(of: $0) } == (over > 0 ? .overloaded : nil))
    }

    @Test("a failed commit gives the next in line the chance, and loses nobody")
    func failure() {
        var desk = Desk.acme()
        let holder = desk.open("adam", ["station": "5001"])
        let bob = Self.wait("bob", &desk, on: 1)
        let cleo = Self.wait("cleo", &desk, on: 1)
        desk.ok(.sessionClose, ["token": holder["token"]!])
        desk.commitsAtOnce = false
        _ = (bob, cleo)
        guard case .opened(let session, _) = desk.replies[bob] else { Issue.record("not granted"); return }
        desk.send(.sessionTerminate, ["id": .string(session.id.text)])
        desk.settle(committed: true)
        // Cleo's grant is on its way, and fails.
        #expect(desk.commits.count == 1)
        desk.settle(committed: false)
        #expect(desk.reason(of: cleo) == .storageUnavailable)
    }
}
