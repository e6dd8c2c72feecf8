import StationProtocol
import Testing

@testable import StationCore

/// Passwords in the broker: what is decided before and after the work that others do.
@Suite struct PasswordTests {
    /// acme, where anna has the password "Tulips at 7".
    private func desk() -> Desk {
        var desk = Desk.acme()
        desk.ok(.organizationUpdate, ["organization": "acme", "stationRoles": []])
        desk.ok(.passwordSet, ["organization": "acme", "account": "anna", "password": "Given to anna"])
        desk.ok(.passwordChange, Self.change("anna", "Given to anna", "Tulips at 7"))
        desk.events = []
        return desk
    }

    private static func change(_ login: String, _ current: String, _ new: String) -> JSON {
        ["organization": "acme", "login": .string(login), "current": .string(current), "new": .string(new)]
    }

    private static func login(_ login: String, _ password: String, _ more: JSON = [:]) -> JSON {
        var object = Desk.login(login, more).object!
        object["credential"] = ["type": "password", "password": .string(password)]
        return .object(object)
    }

    @Test("nothing but the password tells whether an account is there, disabled or logged in")
    func order() {
        var desk = desk()
        desk.ok(.sessionOpen, Self.login("anna", "Tulips at 7"))
        #expect(desk.reason(.sessionOpen, Self.login("anna", "wrong")) == .incorrectCredentials)
        #expect(desk.reason(.sessionOpen, Self.login("anna", "Tulips at 7")) == .alreadyLoggedIn)
        #expect(desk.reason(.sessionOpen, Self.login("nobody", "wrong")) == .incorrectCredentials)
        #expect(desk.reason(.sessionOpen, Self.login("cleo", "wrong")) == .incorrectCredentials)
        desk.ok(.accountDisable, ["organization": "acme", "account": "anna"])
        #expect(desk.reason(.sessionOpen, Self.login("anna", "Tulips at 7")) == .incorrectCredentials)
    }

    @Test("the same work is asked for whether there is an account or not")
    func sameWork() {
        var desk = desk()
        desk.worksAtOnce = false
        for login in ["anna", "nobody", "anna@x.example"] { desk.send(.sessionOpen, Self.login(login, "wrong")) }
        #expect(desk.works.count == 3)
        desk.send(
            .sessionOpen, ["organization": "other", "login": "x", "credential": ["type": "password", "password": "p"]])
        #expect(desk.works.count == 4)
    }

    @Test("where even the right password is not good, the work is that of an account that there is not")
    func hopeless() {
        var desk = desk()
        let given = desk.ok(.accountCreate, ["organization": "acme", "username": "late", "role": "agent"])
        desk.ok(.accountDisable, ["organization": "acme", "account": "anna"])
        desk.pass(seconds: 72 * 3_600)
        desk.worksAtOnce = false
        desk.send(.sessionOpen, Self.login("anna", "Tulips at 7"))
        desk.send(.sessionOpen, Self.login("late", given["temporaryPassword"]!.string!))
        desk.send(.sessionOpen, Self.login("nobody", "x"))
        #expect(desk.works.count == 3)
        for (_, work) in desk.works {
            guard case .verify(_, let hash) = work, hash == nil else {
                Issue.record("the account's own hash was to be verified")
                continue
            }
        }
    }

    @Test("an account disabled while its password is verified is not logged in")
    func disabledMeanwhile() {
        var desk = desk()
        desk.worksAtOnce = false
        let login = desk.send(.sessionOpen, Self.login("anna", "Tulips at 7"))
        desk.ok(.accountDisable, ["organization": "acme", "account": "anna"])
        desk.doWork()
        while !desk.works.isEmpty { desk.doWork() }
        #expect(desk.reason(of: login) == .incorrectCredentials)
    }

    @Test("a password that was changed while the old one was verified is asked for again")
    func changedMeanwhile() {
        var desk = desk()
        desk.worksAtOnce = false
        let login = desk.send(.sessionOpen, Self.login("anna", "Tulips at 7"))
        let change = desk.send(.passwordChange, Self.change("anna", "Tulips at 7", "Roses at 8"))
        desk.works.swapAt(0, 1)
        while !desk.works.isEmpty { desk.doWork() }
        #expect(desk.reason(of: change) == nil)
        #expect(desk.reason(of: login) == .incorrectCredentials)
    }

    @Test("of twenty changes of one password at once exactly one is done")
    func oneWinner() {
        var desk = desk()
        desk.worksAtOnce = false
        let refs = (0..<20).map { desk.send(.passwordChange, Self.change("anna", "Tulips at 7", "Roses at \($0) !")) }
        while !desk.works.isEmpty { desk.doWork() }
        #expect(refs.allSatisfy { desk.replies[$0] != nil })
        #expect(refs.filter { desk.reason(of: $0) == nil }.count == 1)
    }

    @Test("a wrong password is counted on disk before the answer leaves, and the count is there after a restart")
    func durable() {
        var desk = desk()
        desk.commitsAtOnce = false
        let login = desk.send(.sessionOpen, Self.login("anna", "wrong"))
        #expect(desk.replies[login] == nil)
        guard case .failures(let record)? = desk.commits.first?.changes.first else {
            Issue.record("nothing was to be written")
            return
        }
        #expect(record.failures == 1)
        desk.settle(committed: false)
        #expect(desk.reason(of: login) == .storageUnavailable)
        var image = LedgerImage()
        image.failures = [FailureRecord(key: record.key, failures: 5, lastAt: desk.now.timestamp)]
        var restarted = Desk(image: image)
        #expect(restarted.reason(.sessionOpen, Self.login("anna", "wrong")) == .throttled)
    }

    @Test("what is throttled is refused before any work, right or wrong, also for a change")
    func throttled() {
        var desk = desk()
        for _ in 0..<5 { #expect(desk.reason(.sessionOpen, Self.login("anna", "wrong")) == .incorrectCredentials) }
        desk.worksAtOnce = false
        #expect(desk.reason(.sessionOpen, Self.login("anna", "Tulips at 7")) == .throttled)
        #expect(desk.reason(.passwordChange, Self.change("anna", "Tulips at 7", "Roses at 8")) == .throttled)
        #expect(desk.works.isEmpty)
        desk.ok(.accountUnlock, ["organization": "acme", "account": "anna"])
        desk.worksAtOnce = true
        desk.ok(.sessionOpen, Self.login("anna", "Tulips at 7"))
    }

    @Test("an attempt that is taken back before it began is answered once and not counted")
    func cancelled() {
        var desk = desk()
        desk.worksAtOnce = false
        for _ in 0..<20 {
            let ref = desk.send(.sessionOpen, Self.login("anna", "wrong"))
            desk.feed(.cancel(ref))
            #expect(desk.withdrawn.last == ref)
            desk.works.removeAll()
            desk.feed(.worked(ref, .abandoned))
            #expect(desk.reason(of: ref) == .cancelled)
        }
        desk.worksAtOnce = true
        desk.ok(.sessionOpen, Self.login("anna", "Tulips at 7"))
    }

    @Test("attempts beyond the free ones wait for those before them, and come away with a connection that goes")
    func waiting() {
        var desk = desk()
        desk.worksAtOnce = false
        desk.connect(7)
        let refs = (0..<8).map { _ in desk.send(.sessionOpen, Self.login("anna", "wrong"), on: 7) }
        #expect(desk.works.count == 5)
        desk.disconnect(7)
        #expect(desk.withdrawn.count == 5)
        for ref in refs.prefix(5) { desk.feed(.worked(ref, .abandoned)) }
        desk.works.removeAll()
        desk.worksAtOnce = true
        desk.ok(.sessionOpen, Self.login("anna", "Tulips at 7"))
    }

    @Test("a hundred guesses sent at once are answered once each, and none that waited is forgotten")
    func storm() {
        var desk = desk()
        desk.worksAtOnce = false
        let refs = (0..<100).map { _ in desk.send(.sessionOpen, Self.login("anna", "wrong")) }
        #expect(refs.count { desk.reason(of: $0) == .throttled } == 100 - 5 - WaitingAttempts.perKey)
        while !desk.works.isEmpty { desk.doWork() }
        #expect(refs.count { desk.reason(of: $0) == .incorrectCredentials } == 5)
        #expect(refs.count { desk.reason(of: $0) == .throttled } == 95)
    }

    @Test("an import's changes are laid over what an account is when they are committed, not over what it was")
    func staleImport() {
        var desk = desk()
        let row: JSON = ["username": "bob", "role": "agent", "displayName": "Robert"]
        let part: JSON = ["organization": "acme", "import": "i", "rows": [row], "final": false, "update": true]
        #expect(desk.ok(.accountImport, part)["updated"] == 1)
        desk.ok(.accountDisable, ["organization": "acme", "account": "bob"])
        desk.ok(.accountUpdate, ["organization": "acme", "account": "bob", "osUser": "4711"])
        desk.ok(
            .accountImport, ["organization": "acme", "import": "i", "rows": [], "final": true, "update": true])
        let bob = desk.ok(.accountShow, ["organization": "acme", "account": "bob"])["account"]
        #expect(bob?["state"] == "disabled" && bob?["osUser"] == "4711" && bob?["displayName"] == "Robert")
        let nobody: JSON = ["organization": "acme", "import": "j", "rows": [], "final": true, "leavers": "disable"]
        #expect(desk.reason(.accountImport, nobody) == .invalidParams)
    }

    @Test("unlocking that could not be written has not been done")
    func unlockFails() {
        var desk = desk()
        for _ in 0..<5 { #expect(desk.reason(.sessionOpen, Self.login("anna", "wrong")) == .incorrectCredentials) }
        desk.commitsAtOnce = false
        desk.send(.accountUnlock, ["organization": "acme", "account": "anna"])
        desk.settle(committed: false)
        desk.commitsAtOnce = true
        #expect(desk.reason(.sessionOpen, Self.login("anna", "Tulips at 7")) == .throttled)
    }

    @Test(
        "pci locks an account by whichever of its names, at ten failures, and attempts that waited for it are answered")
    func lockOfAccount() {
        var desk = desk()
        desk.ok(.organizationUpdate, ["organization": "acme", "password": ["profile": "pci"]])
        desk.worksAtOnce = false
        let names = ["anna", "Anna@x.example", "ANNA"]
        let refs = (0..<30).map { turn in
            desk.send(.sessionOpen, Self.login(names[turn % 3], "wrong"), source: "s\(turn % 15)")
        }
        while !desk.works.isEmpty { desk.doWork() }
        #expect(refs.allSatisfy { desk.replies[$0] != nil })
        #expect(refs.count { desk.reason(of: $0) == .incorrectCredentials } == 10)
        for name in names {
            let login = desk.send(.sessionOpen, Self.login(name, "Tulips at 7"), source: "home")
            #expect(desk.reason(of: login) == .throttled)
        }
        desk.worksAtOnce = true
        #expect(
            desk.ok(.accountShow, ["organization": "acme", "account": "anna"])["account"]?["throttle"]?["lockedUntil"]
                != nil)
        let given = desk.ok(.passwordSet, ["organization": "acme", "account": "anna"])["temporaryPassword"]!.string!
        #expect(desk.reason(.sessionOpen, Self.login("anna", given)) == .passwordChangeRequired)
    }

    @Test("a repeated password.set replaces only the password that it gave itself")
    func repeatedSet() {
        var desk = desk()
        let set: JSON = ["organization": "acme", "account": "anna", "requestKey": "k"]
        let first = desk.ok(.passwordSet, set)["temporaryPassword"]!.string!
        let second = desk.ok(.passwordSet, set)["temporaryPassword"]!.string!
        #expect(desk.reason(.sessionOpen, Self.login("anna", first)) == .incorrectCredentials)
        #expect(desk.reason(.sessionOpen, Self.login("anna", second)) == .passwordChangeRequired)
        let third = desk.ok(.passwordSet, set)["temporaryPassword"]!.string!
        desk.pass(seconds: 1)
        desk.ok(.passwordChange, Self.change("anna", third, "Roses at 8"))
        #expect(desk.ok(.passwordSet, set)["temporaryPassword"] == nil)
        desk.ok(.sessionOpen, Self.login("anna", "Roses at 8"))
        let other = desk.ok(.passwordSet, ["organization": "acme", "account": "anna"])["temporaryPassword"]!.string!
        #expect(desk.ok(.passwordSet, set)["temporaryPassword"] == nil)
        #expect(desk.reason(.sessionOpen, Self.login("anna", other)) == .passwordChangeRequired)
    }

    @Test("only higher roles lift a lock: equals could guess at each other without end")
    func unlockRoles() {
        var desk = desk()
        desk.connect(3, Desk.user(1_004))
        desk.ok(.sessionOpen, Desk.login("sue", ["purpose": "console"]), on: 3)
        for (account, reason) in [("anna", nil), ("sue", .notPermitted), ("adam", .notPermitted)] as [(String, Reason?)]
        {
            let params: JSON = ["organization": "acme", "account": .string(account)]
            #expect(desk.reason(.accountUnlock, params, on: 3) == reason)
        }
    }

    @Test("a temporary password ends after its hours, counted from the account's start")
    func temporaryEnds() {
        var desk = Desk.acme()
        let given = desk.ok(.accountCreate, ["organization": "acme", "username": "new", "role": "agent"])
        let password = given["temporaryPassword"]!.string!
        desk.pass(seconds: 72 * 3_600 - 1)
        #expect(desk.reason(.sessionOpen, Self.login("new", password)) == .passwordChangeRequired)
        desk.pass(seconds: 1)
        #expect(desk.reason(.sessionOpen, Self.login("new", password)) == .incorrectCredentials)
        #expect(desk.reason(.passwordChange, Self.change("new", password, "Tulips at 7")) == .incorrectCredentials)
        let shown = desk.ok(.accountShow, ["organization": "acme", "account": "new"])
        #expect(shown["account"]?["password"]?["state"] == "expired")
        let start = Timestamp(milliseconds: desk.now.wall + 7 * 86_400_000)
        let later = desk.ok(
            .accountCreate,
            ["organization": "acme", "username": "later", "role": "agent", "startsAt": .string(start.text)])
        let end = Timestamp(milliseconds: start.milliseconds + 72 * 3_600_000)
        #expect(later["account"]?["password"]?["expiresAt"] == .string(end.text))
    }

    @Test("a password too old has to be changed; before that a login is told, from the warning's first day")
    func age() {
        var desk = desk()
        desk.ok(.organizationUpdate, ["organization": "acme", "password": ["maximumAgeDays": 90, "warningDays": 14]])
        func warned() -> Bool {
            let ref = desk.send(.sessionOpen, Self.login("anna", "Tulips at 7"))
            defer { desk.ok(.sessionTerminate, ["id": desk.ok(.sessionList)["sessions"]!.array![0]["id"]!]) }
            guard case .opened(_, let expires) = desk.replies[ref] else { return false }
            return expires != nil
        }
        desk.pass(seconds: 76 * 86_400 - 1)
        #expect(!warned())
        desk.pass(seconds: 1)
        #expect(warned())
        desk.pass(seconds: 14 * 86_400 - 1)
        #expect(warned())
        desk.pass(seconds: 1)
        #expect(desk.reason(.sessionOpen, Self.login("anna", "Tulips at 7")) == .passwordChangeRequired)
        desk.ok(.passwordChange, Self.change("anna", "Tulips at 7", "Roses at 8"))
        desk.ok(.sessionOpen, Self.login("anna", "Roses at 8"))
    }

    @Test("a change ends the account's other sessions, where the organization wants that, but not this connection's")
    func endsSessions() {
        for ends in [true, false] {
            var desk = desk()
            desk.ok(.organizationUpdate, ["organization": "acme", "passwordChangeEndsSessions": .bool(ends)])
            desk.ok(.accountUpdate, ["organization": "acme", "account": "anna", "role": "supervisor"])
            desk.connect(2)
            desk.connect(3)
            desk.ok(.sessionOpen, Self.login("anna", "Tulips at 7"), on: 2)
            desk.ok(.sessionOpen, Self.login("anna", "Tulips at 7", ["purpose": "console"]), on: 3)
            desk.events = []
            desk.ok(.passwordChange, Self.change("anna", "Tulips at 7", "Roses at 8"), on: 2)
            let ended = desk.events.filter { $0.type == .sessionEnded }
            #expect(ended.count == (ends ? 1 : 0))
            #expect(ended.allSatisfy { $0.data.session?.purpose == .console })
            #expect(desk.events.contains { $0.data.change == .passwordChanged })
            desk.ok(.passwordSet, ["organization": "acme", "account": "anna"])
            #expect(desk.ok(.sessionList)["sessions"]?.array?.count == (ends ? 0 : 2))
        }
    }

    @Test("no reply, event or stored result shows what somebody's password is")
    func secrets() {
        var desk = desk()
        desk.commitsAtOnce = false
        desk.send(
            .accountCreate, ["organization": "acme", "username": "new", "role": "agent", "requestKey": "k"])
        let changes = desk.commits.flatMap(\.changes)
        for case .requestKey(let record) in changes {
            #expect(record.result?.contains("temporary-") == false && record.result?.contains("hash of") == false)
        }
        #expect(changes.contains { if case .requestKey = $0 { true } else { false } })
    }

    @Test("a console session is beside the work session, ends after twelve hours, and its rights are its role's")
    func console() {
        var desk = desk()
        desk.connect(2, Desk.user(1_004))
        desk.ok(.sessionOpen, Desk.login("sue"), on: 2)
        desk.connect(3, Desk.user(1_004))
        desk.ok(.sessionOpen, Desk.login("sue", ["purpose": "console"]), on: 3)
        #expect(desk.reason(.sessionOpen, Desk.login("anna", ["purpose": "console"])) == .notPermitted)
        #expect(desk.reason(.passwordSet, ["organization": "acme", "account": "anna"], on: 3) == nil)
        #expect(desk.reason(.passwordSet, ["organization": "acme", "account": "sue"], on: 3) == .notPermitted)
        #expect(desk.reason(.passwordSet, ["organization": "acme", "account": "adam"], on: 3) == .notPermitted)
        desk.pass(seconds: Limits.consoleSeconds - 1)
        #expect(desk.ok(.sessionList)["sessions"]?.array?.count == 2)
        desk.pass(seconds: 1)
        let left = desk.ok(.sessionList)["sessions"]?.array
        #expect(left?.count == 1 && left?.first?["purpose"] == "work")
        #expect(desk.events.last { $0.type == .sessionEnded }?.data.session?.endReason == .sessionLimit)
    }
}

/// What policy would end waits while the agent is busy.
@Suite struct BusyTests {
    /// anna, logged in on connection 2 and busy.
    private func desk(maximum: Int64 = 900) -> (Desk, JSON) {
        var desk = Desk.acme()
        desk.ok(.organizationUpdate, ["organization": "acme", "busyMaximumSeconds": .integer(maximum)])
        desk.connect(2)
        let token = desk.open("anna", on: 2)["token"]!
        desk.ok(.sessionReport, ["token": token, "busy": true], on: 2)
        desk.events = []
        return (desk, token)
    }

    private func isActive(_ desk: inout Desk, _ token: JSON) -> Bool {
        desk.ok(.sessionVerify, ["token": token])["active"] == true
    }

    @Test("a new password warns a busy desktop, and ends its session when the call is over")
    func untilFree() {
        var (desk, token) = desk()
        desk.ok(.passwordSet, ["organization": "acme", "account": "anna"])
        let warning = desk.events.first { $0.type == .sessionWarning }
        #expect(warning?.attached == ConnectionID(2))
        #expect(warning?.data.session?.ending?.reason == .passwordChanged && warning?.data.by == "an operator (uid 0)")
        #expect(isActive(&desk, token))
        desk.ok(.sessionReport, ["token": token], on: 2)
        #expect(isActive(&desk, token))
        desk.ok(.sessionReport, ["token": token, "busy": false], on: 2)
        #expect(!isActive(&desk, token))
        let ended = desk.events.last { $0.type == .sessionEnded }
        #expect(ended?.data.session?.endReason == .passwordChanged && ended?.data.by == "an operator (uid 0)")
    }

    @Test("no call is longer than the maximum, at n−1, n; and nobody is spared where it is 0")
    func maximum() {
        var (desk, token) = desk()
        desk.ok(.accountDisable, ["organization": "acme", "account": "anna"])
        desk.pass(seconds: 899)
        desk.ok(.passwordSet, ["organization": "acme", "account": "anna"])
        #expect(isActive(&desk, token))
        desk.pass(seconds: 1)
        #expect(!isActive(&desk, token))
        #expect(desk.events.last { $0.type == .sessionEnded }?.data.session?.endReason == .accountDisabled)
        var (other, otherToken) = self.desk(maximum: 0)
        other.ok(.accountDisable, ["organization": "acme", "account": "anna"])
        #expect(!isActive(&other, otherToken))
    }

    @Test("a removed account is not spared, and a session that was never busy neither")
    func notSpared() {
        var (desk, token) = desk()
        desk.ok(.accountRemove, ["organization": "acme", "account": "anna"])
        #expect(!isActive(&desk, token))
        let bob = desk.open("bob")["token"]!
        desk.ok(.passwordSet, ["organization": "acme", "account": "bob"])
        #expect(!isActive(&desk, bob))
    }

    @Test("an announced end comes after a restart too, in the time that was left")
    func restart() {
        var (desk, _) = desk()
        desk.ok(.accountDisable, ["organization": "acme", "account": "anna"])
        var image = LedgerImage()
        image.organizations = [desk.broker.organizations[Slug("acme")!]!.organization]
        image.accounts = [desk.broker.organizations[Slug("acme")!]!.accounts[Username("anna")!]!.account]
        image.sessions = desk.broker.sessions.values.map(\.record)
        let token = desk.ok(.sessionList)["sessions"]!.array![0]["id"]!
        var restarted = Desk(image: image)
        #expect(restarted.ok(.sessionShow, ["id": token])["session"]?["ending"]?["reason"] == "account_disabled")
        restarted.ok(.sessionAttach, ["token": "token-9"])
        restarted.pass(seconds: 899)
        #expect(restarted.ok(.sessionList)["sessions"]?.array?.count == 1)
        restarted.pass(seconds: 1)
        #expect(restarted.ok(.sessionList)["sessions"]?.array?.isEmpty == true)
    }

    @Test("a console session whose connection is lost ends with its grace period, not with its twelve hours")
    func consoleGrace() {
        var desk = Desk.acme()
        desk.connect(3, Desk.user(1_004))
        desk.ok(.sessionOpen, Desk.login("sue", ["purpose": "console"]), on: 3)
        desk.disconnect(3)
        desk.pass(seconds: 30)
        #expect(desk.ok(.sessionList)["sessions"]?.array?.isEmpty == true)
    }
}
