import StationProtocol
import Testing

@testable import StationCore

@Suite struct TimeLimitTests {
    static func desk(_ policies: JSON) -> (Desk, JSON) {
        var desk = Desk.acme()
        var params = policies.object!
        params["organization"] = "acme"
        desk.ok(.organizationUpdate, .object(params))
        desk.connect(2)
        let opened = desk.open("bob", on: 2)
        return (desk, opened)
    }

    @Test("a session that is long enough is warned ahead and ends with its own reason", arguments: [59, 60, 61])
    func length(seconds: Int64) {
        var (desk, opened) = Self.desk(["sessionSeconds": 60, "warningSeconds": 20])
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["session"]?["endsAt"] != nil)
        desk.pass(seconds: 39)
        #expect(!desk.events.contains { $0.type == .sessionWarning })
        desk.pass(seconds: 1)
        let warning = desk.events.last { $0.type == .sessionWarning }
        #expect(warning?.attached == ConnectionID(2) && warning?.data.session?.ending?.reason == .sessionLimit)
        desk.pass(seconds: seconds - 40)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == .bool(seconds < 60))
        #expect(desk.lastEnd?.endReason == (seconds < 60 ? nil : .sessionLimit))
    }

    @Test("a busy session is spared up to the maximum, or until it is not busy", arguments: [true, false])
    func busy(becomesFree: Bool) {
        var (desk, opened) = Self.desk(["sessionSeconds": 60, "busyMaximumSeconds": 100])
        desk.ok(.sessionReport, ["token": opened["token"]!, "busy": true])
        desk.pass(seconds: 60)
        #expect(desk.lastEnd == nil)
        if becomesFree {
            desk.ok(.sessionReport, ["token": opened["token"]!, "busy": false])
        } else {
            desk.pass(seconds: 99)
            #expect(desk.lastEnd == nil)
            desk.pass(seconds: 1)
        }
        #expect(desk.lastEnd?.endReason == .sessionLimit)
        // The limit is clean: the station is free for others.
        desk.open("cleo", ["station": "5000"])
    }

    @Test("who is idle ends with idle_limit, and a touch takes the warning back")
    func idle() {
        var (desk, opened) = Self.desk(["idleSeconds": 100, "warningSeconds": 30])
        desk.pass(seconds: 1_000)
        #expect(desk.lastEnd == nil, "nobody has said anything about idleness")
        desk.ok(.sessionReport, ["token": opened["token"]!, "idleSeconds": 69])
        #expect(!desk.events.contains { $0.type == .sessionWarning })
        desk.pass(seconds: 1)
        #expect(desk.events.last { $0.type == .sessionWarning }?.data.session?.ending?.reason == .idleLimit)
        desk.ok(.sessionReport, ["token": opened["token"]!, "idleSeconds": 0])
        let back = desk.events.last
        #expect(back?.type == .sessionChanged && back?.attached == ConnectionID(2) && back?.data.session?.ending == nil)
        desk.pass(seconds: 99)
        #expect(desk.lastEnd == nil)
        desk.pass(seconds: 1)
        #expect(desk.lastEnd?.endReason == .idleLimit)
    }

    @Test("an OS session that is idle counts where the desktop says nothing, and makes its holder suspect")
    func osIdle() {
        var desk = Desk.acme()
        desk.ok(.organizationUpdate, ["organization": "acme", "idleSeconds": 600, "idleSuspectSeconds": 300])
        desk.connect(2)
        desk.peers[2] = EvidenceTests.finding(EvidenceTests.desktop, osSession: EvidenceTests.seat)
        let opened = desk.open("bob", on: 2)
        desk.feed(.evidence(.osSession(EvidenceTests.seat, .idle(since: desk.now.wall))))
        desk.pass(seconds: 299)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["session"]?["verdict"] == "live")
        desk.pass(seconds: 1)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["session"]?["verdict"] == "suspect")
        #expect(desk.events.last { $0.type == .sessionChanged }?.data.session?.verdict == .suspect)
        desk.pass(seconds: 300)
        #expect(desk.lastEnd?.endReason == .idleLimit)
    }

    @Test(
        "everybody is logged out at the hour of the day, and a clock that is set ends no session",
        arguments: [-1, 0, 1])
    func daily(days: Int64) {
        // Now is 14:13:20 UTC; logout is at 14:00.
        var (desk, opened) = Self.desk(["dailyLogout": "15:00", "warningSeconds": 0])
        desk.now.wall += days * 86_400_000
        desk.pass(seconds: 1)
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == true)
        desk.pass(seconds: 2_798)
        #expect(desk.lastEnd == nil)
        desk.pass(seconds: 1)
        #expect(desk.lastEnd?.endReason == .dailyLogout)
    }

    @Test("who logs in when the warning is due already is warned at once")
    func lateLogin() {
        let (desk, _) = Self.desk(["sessionSeconds": 60, "warningSeconds": 300])
        let warning = desk.events.last { $0.type == .sessionWarning }
        #expect(warning?.attached == ConnectionID(2) && warning?.data.session?.ending?.reason == .sessionLimit)
        #expect(desk.events.count { $0.type == .sessionWarning } == 1)
    }

    @Test("a clock set forward past the hour moves the logout to the next day")
    func pastTheHour() {
        var (desk, _) = Self.desk(["dailyLogout": "15:00", "warningSeconds": 0])
        desk.now.wall += 3_600_000
        desk.pass(seconds: 1)
        desk.pass(seconds: 82_000)
        #expect(desk.lastEnd == nil)
        desk.pass(seconds: 4_000)
        #expect(desk.lastEnd?.endReason == .dailyLogout)
    }

    @Test(
        "an organization has as many work sessions as its licences, those on their way to the disk too",
        arguments: 1...3)
    func licences(most: Int64) {
        var desk = Desk.acme()
        desk.ok(.organizationUpdate, ["organization": "acme", "sessionsMaximum": .integer(most)])
        desk.open("bob")
        desk.commitsAtOnce = false
        let second = desk.send(.sessionOpen, Desk.login("cleo"))
        let third = desk.send(.sessionOpen, Desk.login("anna"))
        while !desk.commits.isEmpty { desk.settle(committed: true) }
        #expect((desk.reason(of: second) == .sessionLimitReached) == (most < 2))
        #expect((desk.reason(of: third) == .sessionLimitReached) == (most < 3))
        desk.commitsAtOnce = true
        // Consoles need none, and who takes their own session over needs no second one.
        desk.open("sue", ["purpose": "console"])
        desk.ok(.organizationUpdate, ["organization": "acme", "agentConflict": ["agent": "takeover"]])
        desk.open("bob")
    }

    @Test("a time zone that the host does not know is refused, and names its key")
    func zone() {
        var desk = Desk.acme()
        let ref = desk.send(.organizationUpdate, ["organization": "acme", "timeZone": "Mars/Olympus"])
        guard case .refused(let refusal) = desk.replies[ref] else { Issue.record("taken"); return }
        #expect(refusal.reason == .invalidParams && refusal.data.contains { $0.value == "timeZone" })
    }
}
