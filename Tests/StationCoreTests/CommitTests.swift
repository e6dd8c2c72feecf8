import StationProtocol
import Testing

@testable import StationCore

@Suite struct CommitTests {
    @Test("nothing is answered before it is on disk, and others who want it wait for the outcome")
    func pending() {
        var desk = Desk.acme()
        desk.commitsAtOnce = false
        let first = desk.send(.sessionOpen, Desk.login("anna"))
        let second = desk.send(.sessionOpen, Desk.login("anna"))
        #expect(desk.replies[first] == nil && desk.replies[second] == nil)
        desk.settle(committed: true)
        #expect(desk.reason(of: first) == nil && desk.replies[first] != nil)
        #expect(desk.reason(of: second) == .alreadyLoggedIn)
    }

    @Test("a failed commit leaves no trace, and the next in line gets its chance")
    func failed() {
        var desk = Desk.acme()
        desk.commitsAtOnce = false
        let first = desk.send(.sessionOpen, Desk.login("bob", ["station": "600"]))
        let second = desk.send(.sessionOpen, Desk.login("cleo", ["station": "600"]))
        desk.settle(committed: false)
        #expect(desk.reason(of: first) == .storageUnavailable)
        #expect(desk.replies[second] == nil)
        desk.settle(committed: true)
        #expect(desk.reason(of: second) == nil && desk.replies[second] != nil)
        #expect(desk.broker.sessions.count == 1)
    }

    @Test("an end that could not be written is tried again")
    func retriedEnd() {
        var desk = Desk.acme()
        desk.connect(2)
        desk.open("anna", on: 2)
        desk.disconnect(2)
        desk.commitsAtOnce = false
        desk.pass(seconds: 30)
        desk.settle(committed: false)
        #expect(desk.broker.sessions.count == 1)
        desk.pass(seconds: 1)
        desk.settle(committed: true)
        #expect(desk.broker.sessions.isEmpty)
    }

    @Test("while the ledger is being reopened changes are refused and reads go on")
    func unavailable() {
        var desk = Desk.acme()
        let opened = desk.open("anna")
        desk.feed(.ledgerAvailable(false))
        #expect(desk.reason(.sessionOpen, Desk.login("bob")) == .storageUnavailable)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == true)
        desk.feed(.ledgerAvailable(true))
        desk.open("bob")
    }

    @Test("a waiting request can be cancelled; one on its way to the disk gets its result")
    func cancel() {
        var desk = Desk.acme()
        desk.commitsAtOnce = false
        let first = desk.send(.sessionOpen, Desk.login("anna"))
        let second = desk.send(.sessionOpen, Desk.login("anna"))
        desk.feed(.cancel(first))
        desk.feed(.cancel(second))
        #expect(desk.reason(of: second) == .cancelled)
        desk.settle(committed: true)
        #expect(desk.replies[first] != nil && desk.reason(of: first) == nil)
    }

    @Test("a connection's reads see what it asked to change before them")
    func readYourWrites() {
        var desk = Desk.acme()
        desk.commitsAtOnce = false
        desk.send(.sessionOpen, Desk.login("anna"))
        let list = desk.send(.sessionList)
        #expect(desk.replies[list] == nil)
        desk.settle(committed: true)
        guard case .result(let result) = desk.replies[list] else { return #expect(Bool(false)) }
        #expect(result.json["sessions"]?.array?.count == 1)
    }

    @Test("a session granted to a connection that has gone meanwhile begins with its grace period")
    func goneMeanwhile() {
        var desk = Desk.acme()
        desk.connect(2)
        desk.commitsAtOnce = false
        desk.send(.sessionOpen, Desk.login("anna"), on: 2)
        desk.disconnect(2)
        desk.settle(committed: true)
        desk.commitsAtOnce = true
        #expect(desk.ok(.sessionList)["sessions"]?.array?.first?["verdict"] == "suspect")
        desk.pass(seconds: 30)
        #expect(desk.broker.sessions.isEmpty)
    }

    @Test("the same request key with the same params gives the same grant with a fresh token")
    func requestKeys() {
        var desk = Desk.acme()
        desk.connect(2)
        let params = Desk.login("anna", ["requestKey": "k1"])
        let first = desk.ok(.sessionOpen, params, on: 2)
        let again = desk.ok(.sessionOpen, params)
        #expect(again["session"]?["fence"] == first["session"]?["fence"])
        #expect(again["token"] != first["token"])
        #expect(desk.reason(.sessionRenew, ["token": first["token"]!]) == .invalidToken)
        #expect(desk.reason(.sessionRenew, ["token": again["token"]!]) == nil)
        #expect(
            desk.reason(.sessionOpen, Desk.login("anna", ["requestKey": "k1", "leaseSeconds": 60])) == .requestKeyReused
        )
        desk.ok(.sessionClose, ["token": again["token"]!])
        #expect(desk.reason(.sessionOpen, params) == .sessionEnded)
    }

    @Test("a request key is kept ten minutes and counted per uid")
    func requestKeyLife() {
        var desk = Desk.acme()
        let params: JSON = ["organization": "acme", "username": "dora", "role": "agent", "requestKey": "k1"]
        desk.ok(.accountCreate, params)
        desk.pass(seconds: 599)
        #expect(desk.ok(.accountCreate, params)["account"]?["username"] == "dora")
        desk.connect(2, Desk.user(1_005))
        desk.ok(.sessionOpen, Desk.login("adam"), on: 2)
        #expect(desk.reason(.accountCreate, params, on: 2) == .alreadyExists)
        desk.pass(seconds: 2)
        #expect(desk.reason(.accountCreate, params) == .alreadyExists)
        desk.pass(seconds: 120)
        #expect(desk.broker.requestKeys.isEmpty)
    }

    @Test(
        "a uid may use so many request keys in ten minutes, and not one more",
        arguments: [(1, true), (2, true), (3, false)])
    func requestKeyBound(count: Int, fits: Bool) {
        var limits = Limits.standard
        limits.requestKeysPerUser = 2
        var desk = Desk(limits: limits)
        var last: Reason?
        for index in 0..<count {
            last = desk.reason(
                .organizationCreate, ["slug": .string("o\(index)"), "name": "O", "requestKey": .string("k\(index)")])
        }
        #expect(last == (fits ? nil : .overloaded))
    }

    @Test("an organization has at most 64 pools", arguments: [(63, true), (64, true), (65, false)])
    func poolBound(count: Int, fits: Bool) {
        var desk = Desk()
        desk.ok(.organizationCreate, ["slug": "acme", "name": "Acme"])
        var last: Reason?
        for index in 0..<count {
            let number = JSON.string("\(1_000 + index)")
            last = desk.reason(
                .poolCreate, ["organization": "acme", "name": .string("p\(index)"), "first": number, "last": number])
        }
        #expect(last == (fits ? nil : .overloaded))
    }

    @Test("ending a session by its fence spares one that came after it")
    func compareAndEnd() {
        var desk = Desk.acme()
        let session = desk.open("anna")["session"]!
        #expect(desk.reason(.sessionTerminate, ["id": session["id"]!, "fence": 1]) == .staleFence)
        let shown = desk.ok(.sessionTerminate, ["id": session["id"]!, "fence": session["fence"]!, "dryRun": true])
        #expect(shown["session"]?["state"] == "active")
        let ended = desk.ok(.sessionTerminate, ["id": session["id"]!, "fence": session["fence"]!, "comment": "lunch"])
        #expect(ended["session"]?["endReason"] == "terminated")
        #expect(desk.reason(.sessionTerminate, ["id": session["id"]!]) == .sessionEnded)
        #expect(desk.events.last?.data.comment?.text == "lunch")
    }
}
