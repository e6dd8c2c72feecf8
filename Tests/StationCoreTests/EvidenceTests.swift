import StationProtocol
import Testing

@testable import StationCore

@Suite struct EvidenceTests {
    static let desktop = ProcessIdentity(pid: 100, startTicks: 5_000)
    static let other = ProcessIdentity(pid: 100, startTicks: 9_000)
    static let seat = OSSessionID("c2")!

    static func finding(
        _ process: ProcessIdentity?, uid: UInt32 = 0, osSession: OSSessionID? = nil
    ) -> HolderFinding {
        var finding = HolderFinding()
        finding.process = process
        finding.processUser = process == nil ? nil : uid
        finding.osSession = osSession
        finding.osSessionUser = osSession == nil ? nil : uid
        return finding
    }

    /// Anna at work on connection 2, in a process of her own and an OS session.
    static func atWork() -> (Desk, JSON) {
        var desk = Desk.acme()
        desk.connect(2)
        desk.peers[2] = finding(desktop, osSession: seat)
        let opened = desk.open("anna", on: 2)
        return (desk, opened)
    }

    @Test("a process that exits ends its session at once, though the connection is still there; nobody else's")
    func exit() {
        var (desk, _) = Self.atWork()
        desk.connect(3)
        desk.peers[3] = Self.finding(Self.other)
        let bob = desk.open("bob", on: 3)
        #expect(desk.watched == [Self.desktop, Self.other])
        desk.feed(.evidence(.processExited(Self.desktop)))
        #expect(desk.lastEnd?.endReason == .processExited)
        #expect(desk.watched == [Self.other])
        #expect(desk.ok(.sessionVerify, ["token": bob["token"]!])["active"] == true)
        desk.open("anna")
    }

    @Test("what the OS session does decides: ended, away, back", arguments: [true, false])
    func osSession(ends: Bool) {
        var (desk, opened) = Self.atWork()
        desk.feed(.evidence(.osSession(Self.seat, .disconnected)))
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["session"]?["verdict"] == "suspect")
        #expect(desk.events.last?.type == .sessionChanged)
        if ends {
            desk.feed(.evidence(.osSession(Self.seat, .ended)))
            #expect(desk.lastEnd?.endReason == .osSessionEnded)
            #expect(desk.watchedOSSessions.isEmpty && desk.watched.isEmpty)
        } else {
            desk.feed(.evidence(.osSession(Self.seat, .locked(idleSince: nil))))
            #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["session"]?["verdict"] == "live")
            let shown = desk.ok(.sessionShow, ["id": opened["session"]!["id"]!])["session"]?["evidence"]
            #expect(shown?["osSession"] == "locked" && shown?["process"] == "running" && shown?["pid"] == 100)
            #expect(shown?["explanation"] == "process 100 runs; OS session c2 is locked; desktop connected")
        }
    }

    @Test("a session with a lease has no process, unless one is named: then it ends with that one")
    func lease() {
        var desk = Desk.acme()
        desk.connect(2)
        desk.peers[2] = Self.finding(Self.desktop)
        desk.open("anna", ["leaseSeconds": 60], on: 2)
        #expect(desk.watched.isEmpty)
        desk.named = Self.finding(Self.other)
        desk.open("bob", ["leaseSeconds": 60, "holder": ["pid": 100]], on: 2)
        #expect(desk.watched == [Self.other])
        desk.feed(.evidence(.processExited(Self.other)))
        #expect(desk.lastEnd?.account == Username("bob"))
    }

    @Test("only what is one's own may be named, and only what is there; operators may name anybody's")
    func named() {
        var desk = Desk.acme()
        desk.connect(2, Desk.user(1_001))
        let login = Desk.login("anna", ["holder": ["pid": 100]])
        #expect(desk.reason(.sessionOpen, login, on: 2) == .notFound)
        desk.named = Self.finding(Self.desktop, uid: 1_002)
        #expect(desk.reason(.sessionOpen, login, on: 2) == .notPermitted)
        desk.ok(.sessionOpen, login)
        desk.named = Self.finding(nil, uid: 1_002, osSession: Self.seat)
        let seat = Desk.login("anna", ["holder": ["osSession": "c2"]])
        #expect(desk.reason(.sessionOpen, seat, on: 2) == .notPermitted)
        desk.named = Self.finding(Self.desktop, uid: 1_001)
        #expect(desk.ok(.sessionCheck, login, on: 2)["blockers"]?.array?.first?["reason"] == "already_logged_in")
        #expect(desk.reason(.sessionOpen, Desk.login("anna", ["holder": ["pid": 0]]), on: 2) == .invalidParams)
    }

    @Test("whoever attaches from another process holds the session from then on, and the ledger knows")
    func move() {
        var (desk, opened) = Self.atWork()
        desk.connect(3)
        desk.peers[3] = Self.finding(Self.other)
        desk.commitsAtOnce = false
        desk.send(.sessionAttach, ["token": opened["token"]!], on: 3)
        let changes = desk.commits.first?.changes ?? []
        #expect(
            changes.contains {
                if case .sessionHolder(_, let holder) = $0 { holder.process == Self.other } else { false }
            })
        desk.settle(committed: true)
        desk.commitsAtOnce = true
        #expect(desk.watched == [Self.other])
        desk.feed(.evidence(.processExited(Self.desktop)))
        desk.disconnect(2)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["session"]?["device"]?["pid"] == 100)
        // The same process once more is nothing new, and needs no disk.
        desk.connect(4)
        desk.peers[4] = Self.finding(Self.other)
        desk.commitsAtOnce = false
        #expect(desk.ok(.sessionAttach, ["token": opened["token"]!], on: 4)["session"]?["verdict"] == "live")
    }

    @Test("after a restart a holder whose process lives has all the time it needs; one whose process has gone ends")
    func restart() {
        for lives in [true, false] {
            var image = Desk.image()
            var record = Desk.record("anna", station: "4021", boot: "boot-1", lease: nil)
            record.holder = SessionHolder(process: Self.desktop)
            image.sessions = [record]
            var desk = Desk(image: image)
            #expect(desk.watched == [Self.desktop])
            if lives {
                desk.pass(seconds: 7_200)
                #expect(desk.ok(.sessionVerify, ["token": "held"])["session"]?["verdict"] == "suspect")
                desk.connect(2)
                desk.peers[2] = Self.finding(Self.desktop)
                #expect(desk.ok(.sessionAttach, ["token": "held"], on: 2)["session"]?["verdict"] == "live")
            } else {
                desk.feed(.evidence(.processExited(Self.desktop)))
                #expect(desk.lastEnd?.endReason == .processExited)
            }
        }
    }

    @Test("pids of an earlier boot are nobody's: they are not looked for")
    func reboot() {
        var image = Desk.image()
        var record = Desk.record("anna", station: "4021", boot: "boot-0", lease: nil)
        record.holder = SessionHolder(process: Self.desktop, osSession: Self.seat)
        image.sessions = [record]
        let desk = Desk(image: image)
        #expect(desk.watched.isEmpty && desk.watchedOSSessions.isEmpty)
        #expect(desk.lastEnd?.endReason == .hostRestarted)
    }

    @Test("what was named and is there renews the lease; when it goes, so does the session", arguments: [true, false])
    func heldLease(byProcess: Bool) {
        var desk = Desk.acme()
        desk.connect(2)
        let holder: JSON = byProcess ? ["pid": 100] : ["osSession": "c2"]
        desk.named = Self.finding(byProcess ? Self.desktop : nil, osSession: byProcess ? nil : Self.seat)
        let opened = desk.open("anna", ["leaseSeconds": 60, "holder": holder], on: 2)
        desk.disconnect(2)
        if !byProcess { desk.feed(.evidence(.osSession(Self.seat, .active))) }
        for _ in 0..<5 {
            desk.pass(seconds: 59)
            let session = desk.ok(.sessionVerify, ["token": opened["token"]!])
            #expect(session["active"] == true && session["session"]?["verdict"] == "live")
        }
        desk.feed(
            .evidence(byProcess ? .processExited(Self.desktop) : .osSession(Self.seat, .ended)))
        #expect(desk.lastEnd?.endReason == (byProcess ? .processExited : .osSessionEnded))
    }

    @Test("an OS session of which nothing is known renews no lease", arguments: [59, 60, 61])
    func unknownHolder(seconds: Int64) {
        var desk = Desk.acme()
        desk.named = Self.finding(nil, osSession: Self.seat)
        let opened = desk.open("anna", ["leaseSeconds": 60, "holder": ["osSession": "c2"]])
        desk.pass(seconds: seconds)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == .bool(seconds < 60))
    }
}
