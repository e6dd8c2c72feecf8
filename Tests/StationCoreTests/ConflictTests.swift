import StationProtocol
import Testing

@testable import StationCore

@Suite struct ConflictTests {
    /// Anna at work on connection 2; acme does this about it when she logs in again.
    static func desk(_ policy: String, _ more: JSON = [:]) -> Desk {
        var desk = Desk.acme()
        var params = more.object!
        params["organization"] = "acme"
        params["agentConflict"] = ["agent": .string(policy)]
        desk.ok(.organizationUpdate, .object(params))
        desk.connect(2)
        desk.open("anna", ["device": ["label": "desk-17"]], on: 2)
        desk.events = []
        return desk
    }

    private static func refusal(_ desk: Desk, _ ref: RequestRef) -> Refusal? {
        if case .refused(let refusal) = desk.replies[ref] { refusal } else { nil }
    }

    @Test("deny refuses and says where, on which evidence, by which rule and what helps")
    func deny() throws {
        var desk = Self.desk("deny")
        let ref = desk.send(.sessionOpen, Desk.login("anna", ["takeover": true]))
        let refusal = try #require(Self.refusal(desk, ref))
        #expect(refusal.reason == .alreadyLoggedIn && refusal.message == "The user is already logged in")
        let data = Dictionary(uniqueKeysWithValues: refusal.data.map { ($0.key, $0.value) })
        #expect(data["rule"] == "agentConflict=deny")
        #expect(data["holder"]?["evidence"]?["explanation"] == "desktop connected")
        let remedy = try #require(data["remedy"]?.string)
        #expect(remedy.hasPrefix("log out at desk-17 (station 4021, there since "))
        #expect(remedy.hasSuffix("desktop connected); a supervisor can end it"))
    }

    @Test("the remedy tells how long a lost desktop has not been seen, and when its session ends by itself")
    func remedy() throws {
        var desk = Self.desk("deny", ["suspectYields": false])
        desk.disconnect(2)
        desk.pass(seconds: 10)
        let check = desk.ok(.sessionCheck, Desk.login("anna"))["blockers"]?.array?.first
        #expect(check?["rule"] == "suspectYields=false")
        let remedy = try #require(check?["remedy"]?.string)
        #expect(remedy.contains("desktop not seen for 10 s") && remedy.hasSuffix("it ends by itself in 20 s"))
        #expect(check?["holder"]?["endsAt"] != nil)
    }

    @Test("confirm takes over where the login says so")
    func confirm() {
        var desk = Self.desk("confirm")
        #expect(desk.reason(.sessionOpen, Desk.login("anna")) == .alreadyLoggedIn)
        desk.connect(3)
        desk.open("anna", ["takeover": true, "device": ["label": "desk-9"]], on: 3)
        let told = desk.events.first { $0.type == .sessionEnded }
        #expect(told?.attached == ConnectionID(2))
        #expect(told?.data.session?.endReason == .takenOver && told?.data.by == "anna" || told?.data.by != nil)
        #expect(told?.data.device?.label?.text == "desk-9")
    }

    @Test("takeover takes over, and only from those whose role it is set for")
    func takeover() {
        var desk = Self.desk("takeover")
        desk.open("anna")
        desk.ok(.sessionOpen, Desk.login("sue", ["station": "5000"]))
        #expect(desk.reason(.sessionOpen, Desk.login("sue", ["station": "5000"])) == .alreadyLoggedIn)
    }

    @Test("ask: the holder hears who and from where, and its answer decides", arguments: [true, false])
    func ask(allow: Bool) throws {
        var desk = Self.desk("ask")
        desk.connect(3)
        let waiting = desk.send(.sessionOpen, Desk.login("anna", ["device": ["label": "desk-9"]]), on: 3)
        #expect(desk.replies[waiting] == nil)
        let asked = try #require(desk.events.last)
        #expect(asked.type == .takeoverRequested && asked.attached == ConnectionID(2))
        let takeover = try #require(asked.data.takeover)
        #expect(takeover.device.label?.text == "desk-9" && takeover.leftSeconds == 20)
        let answer: JSON = ["id": .string(takeover.id.text), "allow": .bool(allow), "message": "on a call"]
        // Nobody but the holder's connection may answer.
        #expect(desk.reason(.sessionAnswerTakeover, answer, on: 3) == .notFound)
        // One is asked at a time.
        #expect(desk.reason(.sessionOpen, Desk.login("anna")) == .alreadyLoggedIn)
        desk.ok(.sessionAnswerTakeover, answer, on: 2)
        #expect(desk.events.contains { $0.type == .takeoverSettled && $0.attached == ConnectionID(2) })
        if allow {
            guard case .opened(let session, _) = desk.replies[waiting] else { Issue.record("not granted"); return }
            #expect(session.station == StationID("4021"))
        } else {
            let refusal = try #require(Self.refusal(desk, waiting))
            #expect(refusal.reason == .takeoverRefused)
            #expect(refusal.data.contains { $0.key == "answer" && $0.value == "on a call" })
        }
        #expect(desk.reason(.sessionAnswerTakeover, answer, on: 2) == .notFound)
    }

    @Test("silence decides as configured, when the time is up", arguments: ["deny", "allow"])
    func silence(silence: String) {
        var desk = Self.desk("ask", ["askSilence": .string(silence), "askSeconds": 5])
        let waiting = desk.send(.sessionOpen, Desk.login("anna"))
        desk.pass(seconds: 4)
        #expect(desk.replies[waiting] == nil)
        desk.pass(seconds: 1)
        #expect(desk.reason(of: waiting) == (silence == "deny" ? .takeoverRefused : nil))
        #expect(desk.replies[waiting] != nil)
        #expect(desk.events.first { $0.type == .takeoverSettled }?.data.takeover?.state == .silent)
    }

    @Test("a request that goes away is withdrawn", arguments: [true, false])
    func withdrawn(byCancel: Bool) {
        var desk = Self.desk("ask")
        desk.connect(3)
        let waiting = desk.send(.sessionOpen, Desk.login("anna"), on: 3)
        if byCancel {
            desk.feed(.cancel(waiting))
            #expect(desk.reason(of: waiting) == .cancelled)
        } else {
            desk.disconnect(3)
        }
        #expect(desk.events.last?.data.takeover?.state == .withdrawn && desk.events.last?.attached == ConnectionID(2))
        desk.pass(seconds: 60)
        #expect(desk.ok(.sessionList)["sessions"]?.array?.count == 1)
    }

    @Test("a holder that ends or is lost while it is asked need not answer", arguments: [true, false])
    func moot(ends: Bool) {
        var desk = Self.desk("ask")
        let waiting = desk.send(.sessionOpen, Desk.login("anna"))
        if ends {
            let id = desk.ok(.sessionList)["sessions"]!.array![0]["id"]!
            desk.ok(.sessionTerminate, ["id": id])
        } else {
            desk.disconnect(2)
        }
        guard case .opened = desk.replies[waiting] else { Issue.record("not granted"); return }
    }

    @Test("nobody is asked for a login that has no station to go to, nor where nobody can be asked")
    func useless() {
        var desk = Self.desk("ask")
        #expect(desk.reason(.sessionOpen, Desk.login("anna", ["station": "4999"])) == .stationMismatch)
        desk.ok(.organizationUpdate, ["organization": "acme", "agentConflict": ["agent": "ask"]])
        desk.open("bob", ["leaseSeconds": 600, "station": "5000"])
        // A session with a lease whose connection has gone.
        desk.connect(4)
        desk.open("cleo", ["leaseSeconds": 600, "station": "5001"], on: 4)
        desk.disconnect(4)
        #expect(desk.reason(.sessionOpen, Desk.login("cleo", ["station": "5001"])) == .takeoverRefused)
        #expect(!desk.events.contains { $0.type == .takeoverRequested })
    }

    @Test("the daemon's stop lets those go who wait")
    func stop() {
        var desk = Self.desk("ask")
        let waiting = desk.send(.sessionOpen, Desk.login("anna"))
        desk.feed(.stopping)
        #expect(desk.reason(of: waiting) == .cancelled)
    }

    @Test("a station's suspect holder yields only where the organization says so", arguments: [true, false])
    func stationAxis(yields: Bool) {
        var desk = Desk.acme()
        if yields {
            desk.ok(.organizationUpdate, ["organization": "acme", "stationYields": ["agent": ["suspect"]]])
        }
        desk.connect(2)
        let old = desk.open("bob", ["station": "5001"], on: 2)
        #expect(desk.reason(.sessionOpen, Desk.login("cleo", ["station": "5001"])) == .stationInUse)
        desk.disconnect(2)
        if yields {
            desk.open("cleo", ["station": "5001"])
            #expect(desk.lastEnd?.endReason == .takenOver)
            #expect(desk.ok(.sessionVerify, ["token": old["token"]!])["active"] == false)
        } else {
            #expect(desk.reason(.sessionOpen, Desk.login("cleo", ["station": "5001"])) == .stationInUse)
        }
    }
}

/// What a second reader found.
@Suite struct ConflictRaceTests {
    @Test(
        "a login that waits for an answer gets no session of an account that is disabled or removed meanwhile",
        arguments: [
            Method.accountDisable, .accountRemove,
        ])
    func disabledMeanwhile(method: Method) {
        var desk = ConflictTests.desk("ask")
        let waiting = desk.send(.sessionOpen, Desk.login("anna"))
        desk.ok(method, ["organization": "acme", "account": "anna"])
        #expect(desk.reason(of: waiting) == .incorrectCredentials)
        #expect(desk.ok(.sessionList)["sessions"]?.array?.isEmpty == true)
    }

    @Test("who waits for an answer and another login that takes over meanwhile are not both granted")
    func takenMeanwhile() {
        var desk = ConflictTests.desk("ask")
        let waiting = desk.send(.sessionOpen, Desk.login("anna"))
        desk.disconnect(2)
        // The holder became suspect, so the one who waits was decided anew and took over.
        guard case .opened = desk.replies[waiting] else { Issue.record("not granted"); return }
        #expect(desk.ok(.sessionList)["sessions"]?.array?.count == 1)
    }

    @Test("attaching from another process of the same OS session keeps that one watched")
    func sameOSSession() {
        var (desk, opened) = EvidenceTests.atWork()
        desk.connect(3)
        desk.peers[3] = EvidenceTests.finding(EvidenceTests.other, osSession: EvidenceTests.seat)
        desk.ok(.sessionAttach, ["token": opened["token"]!], on: 3)
        #expect(desk.watched == [EvidenceTests.other] && desk.watchedOSSessions == [EvidenceTests.seat])
        desk.feed(.evidence(.osSession(EvidenceTests.seat, .ended)))
        #expect(desk.lastEnd?.endReason == .osSessionEnded)
    }

    @Test("a session has one entry in the queue of deadlines at a time that counts, however often it reports")
    func deadlines() {
        var desk = Desk.acme()
        desk.ok(.organizationUpdate, ["organization": "acme", "idleSeconds": 900])
        let opened = desk.open("bob", ["leaseSeconds": 3_600])
        for minute in 0..<480 {
            desk.ok(.sessionReport, ["token": opened["token"]!, "idleSeconds": 0])
            if minute % 20 == 0 { desk.ok(.sessionRenew, ["token": opened["token"]!]) }
            desk.pass(seconds: 60)
        }
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == true)
        #expect(desk.broker.deadlines.count < 20)
    }

    @Test("who waits for a station goes before who comes while it is given back")
    func overtaking() {
        var desk = Desk.acme()
        let holder = desk.open("adam", ["station": "5001"])
        let waiting = desk.send(.sessionOpen, Desk.login("bob", ["station": "5001", "waitSeconds": 60]))
        desk.commitsAtOnce = false
        desk.send(.sessionClose, ["token": holder["token"]!])
        let newcomer = desk.send(.sessionOpen, Desk.login("cleo", ["station": "5001"]))
        while !desk.commits.isEmpty { desk.settle(committed: true) }
        guard case .opened = desk.replies[waiting] else { Issue.record("not granted"); return }
        #expect(desk.reason(of: newcomer) == .stationInUse)
    }

    @Test("a waiting login that meets a change of its account on the way is tried again when that is done")
    func stalled() {
        var desk = Desk.acme()
        let holder = desk.open("adam", ["station": "5001"])
        let waiting = desk.send(.sessionOpen, Desk.login("bob", ["station": "5001", "waitSeconds": 60]))
        desk.commitsAtOnce = false
        desk.send(.sessionClose, ["token": holder["token"]!])
        desk.send(.accountUpdate, ["organization": "acme", "account": "bob", "displayName": "Bob"])
        while !desk.commits.isEmpty { desk.settle(committed: true) }
        guard case .opened = desk.replies[waiting] else { Issue.record("not granted"); return }
    }

    @Test("after a mass loss everybody can log in again at once, though all licences are taken")
    func licences() {
        var desk = Desk.acme()
        desk.ok(.organizationUpdate, ["organization": "acme", "sessionsMaximum": 2])
        desk.connect(2)
        desk.open("bob", on: 2)
        desk.open("cleo", on: 2)
        desk.disconnect(2)
        desk.commitsAtOnce = false
        let refs = ["bob", "cleo"].map { desk.send(.sessionOpen, Desk.login($0)) }
        while !desk.commits.isEmpty { desk.settle(committed: true) }
        for ref in refs {
            guard case .opened = desk.replies[ref] else { Issue.record("not granted"); return }
        }
    }

    @Test("an end of an earlier boot that could not be written is tried again")
    func rebootWithFullDisk() {
        var image = Desk.image()
        var record = Desk.record("anna", station: "4021", boot: "boot-0", lease: nil)
        record.holder = SessionHolder(process: EvidenceTests.desktop)
        image.sessions = [record]
        var desk = Desk(image: image, commitsAtOnce: false)
        desk.settle(committed: false)
        desk.commitsAtOnce = true
        desk.pass(seconds: 2)
        #expect(desk.lastEnd?.endReason == .hostRestarted)
    }
}
