import StationProtocol
import Testing

@testable import StationCore

@Suite struct TerminateTests {
    @Test("when_idle waits for a busy session, with a deadline, and takes the comment along", arguments: [true, false])
    func whenIdle(becomesFree: Bool) {
        var desk = Desk.acme()
        desk.connect(2)
        let opened = desk.open("bob", on: 2)
        let id = opened["session"]!["id"]!
        desk.ok(.sessionReport, ["token": opened["token"]!, "busy": true])
        let params: JSON = ["id": id, "mode": "when_idle", "deadlineSeconds": 60, "comment": "fire drill"]
        let told = desk.ok(.sessionTerminate, params)["session"]
        #expect(told?["state"] == "active" && told?["ending"]?["reason"] == "terminated")
        let warning = desk.events.last { $0.type == .sessionWarning }
        #expect(warning?.attached == ConnectionID(2) && warning?.data.comment?.text == "fire drill")
        // Asked again with more time, the first word stands.
        #expect(desk.ok(.sessionTerminate, params)["session"]?["ending"] == told?["ending"])
        if becomesFree {
            desk.ok(.sessionReport, ["token": opened["token"]!, "busy": false])
        } else {
            desk.pass(seconds: 60)
        }
        #expect(desk.lastEnd?.endReason == .terminated && desk.lastEnd?.comment?.text == "fire drill")
        #expect(desk.lastEnd?.endedBy == "an operator (uid 0)")
    }

    @Test("when_idle ends at once what is not busy")
    func notBusy() {
        var desk = Desk.acme()
        let id = desk.open("bob")["session"]!["id"]!
        #expect(desk.ok(.sessionTerminate, ["id": id, "mode": "when_idle"])["session"]?["state"] == "ended")
    }

    @Test("in bulk: first counted, then ended by that count, and not when another number fits")
    func bulk() {
        var desk = Desk.acme()
        desk.connect(2)
        desk.open("bob", on: 2)
        desk.open("cleo", ["station": "5002"])
        desk.open("anna")
        #expect(desk.reason(.sessionTerminateAll) == .invalidParams)
        #expect(desk.ok(.sessionTerminateAll, ["dryRun": true])["count"] == 3)
        let range: JSON = ["firstStation": "5000", "lastStation": "5002", "dryRun": true]
        #expect(desk.ok(.sessionTerminateAll, range)["count"] == 2)
        #expect(desk.ok(.sessionTerminateAll, ["verdict": "suspect", "dryRun": true])["count"] == 0)
        desk.disconnect(2)
        #expect(desk.ok(.sessionTerminateAll, ["verdict": "suspect", "dryRun": true])["sessions"]?.array?.count == 1)
        desk.pass(seconds: 10)
        #expect(desk.ok(.sessionTerminateAll, ["olderThanSeconds": 11, "dryRun": true])["count"] == 0)
        #expect(desk.ok(.sessionTerminateAll, ["olderThanSeconds": 10, "dryRun": true])["count"] == 3)
        #expect(desk.reason(.sessionTerminateAll, ["count": 2]) == .invalidParams)
        #expect(desk.ok(.sessionList)["sessions"]?.array?.count == 3)
        let done = desk.ok(.sessionTerminateAll, ["count": 3, "comment": "closing time"])
        #expect(done["ended"] == 3)
        #expect(desk.ok(.sessionList)["sessions"]?.array?.isEmpty == true)
        #expect(desk.events.filter { $0.type == .sessionEnded }.allSatisfy { $0.data.comment?.text == "closing time" })
    }

    @Test("a supervisor ends their own organization's sessions, and not their own")
    func supervisor() {
        var desk = Desk.acme()
        desk.ok(.organizationCreate, ["slug": "other", "name": "Other", "stationRoles": []])
        desk.ok(.accountCreate, ["organization": "other", "username": "otto", "role": "agent"])
        desk.ok(
            .sessionOpen, ["organization": "other", "login": "otto", "credential": ["type": "peer"]])
        desk.open("bob")
        desk.connect(3, Desk.user(1_004))
        desk.ok(.sessionOpen, Desk.login("sue", ["purpose": "console"]), on: 3)
        #expect(desk.ok(.sessionTerminateAll, ["dryRun": true], on: 3)["count"] == 1)
        #expect(desk.ok(.sessionTerminateAll, ["count": 1], on: 3)["ended"] == 1)
        #expect(desk.reason(.sessionTerminateAll, ["organization": "other", "dryRun": true], on: 3) == .notPermitted)
        #expect(desk.ok(.sessionList)["sessions"]?.array?.count == 2)
    }

    @Test("one call ends as many as its bound says, and tells that there are more", arguments: [-1, 0, 1])
    func bound(over: Int) {
        let count = Limits.terminatedAtOnce + over
        var image = Desk.image()
        for number in 0..<count {
            var account = Account()
            account.organization = Slug("acme")!
            account.username = Username("u\(number)")!
            image.accounts.append(account)
            var record = Desk.record("u\(number)", station: nil, boot: "boot-1", lease: 600)
            record.id = SessionID(fence: Int64(10 + number), random: 1)
            record.token = Desk.digest("held \(number)")
            image.sessions.append(record)
        }
        var desk = Desk(image: image)
        let done = desk.ok(.sessionTerminateAll, ["count": .integer(Int64(count))])
        #expect(done["ended"] == .integer(Int64(min(count, Limits.terminatedAtOnce))))
        #expect(done["sessions"]?.array?.count == Limits.terminatedShown)
    }

    @Test("a host that is drained refuses new work with the reason until it is resumed, also after a restart")
    func drain() {
        var desk = Desk.acme()
        let opened = desk.open("bob")
        let drain = desk.ok(.hostDrain, ["comment": "new kernel"])["drain"]
        #expect(drain?["sessions"] == 1 && drain?["by"] == "an operator (uid 0)")
        let ref = desk.send(.sessionOpen, Desk.login("cleo"))
        guard case .refused(let refusal) = desk.replies[ref] else { Issue.record("granted"); return }
        #expect(refusal.reason == .hostDraining && refusal.message.contains("new kernel"))
        #expect(desk.ok(.sessionCheck, Desk.login("cleo"))["blockers"]?.array?.first?["reason"] == "host_draining")
        desk.open("sue", ["purpose": "console"])
        #expect(desk.ok(.sessionVerify, ["token": opened["token"]!])["active"] == true)
        #expect(desk.ok(.hostResume)["drain"] == nil)
        desk.ok(.hostResume)
        desk.open("cleo")
        var image = Desk.image()
        image.drain = DrainRecord(
            since: Timestamp(milliseconds: 0), uid: 0, mode: .wait, deadlineSeconds: nil, comment: nil)
        var later = Desk(image: image)
        #expect(later.reason(.sessionOpen, Desk.login("anna")) == .hostDraining)
    }

    @Test("a login sent right behind a drain waits for it and is refused; a second drain keeps the comment")
    func drainRace() {
        var desk = Desk.acme()
        desk.commitsAtOnce = false
        desk.send(.hostDrain, ["comment": "new kernel"])
        let late = desk.send(.sessionOpen, Desk.login("bob"))
        desk.settle(committed: true)
        #expect(desk.reason(of: late) == .hostDraining && desk.commits.isEmpty)
        desk.commitsAtOnce = true
        #expect(desk.ok(.hostDrain)["drain"]?["comment"] == "new kernel")
    }

    @Test("a drain ends sessions at once, or busy ones when they are not busy")
    func drainModes() {
        var desk = Desk.acme()
        let busy = desk.open("bob")
        desk.open("cleo")
        let console = desk.open("sue", ["purpose": "console"])
        desk.ok(.sessionReport, ["token": busy["token"]!, "busy": true])
        desk.ok(.hostDrain, ["mode": "when_idle", "deadlineSeconds": 60])
        #expect(desk.broker.drainReport?.sessions == 1)
        desk.ok(.sessionReport, ["token": busy["token"]!, "busy": false])
        #expect(desk.broker.drainReport?.sessions == 0)
        desk.ok(.hostResume)
        desk.open("bob")
        desk.ok(.hostDrain, ["mode": "immediate"])
        #expect(desk.broker.drainReport?.sessions == 0)
        #expect(desk.ok(.sessionVerify, ["token": console["token"]!])["active"] == true)
    }
}
