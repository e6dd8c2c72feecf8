import Foundation
import StationProtocol
import Testing

/// Passwords against the built daemon: logins, guessing, changes at once, restarts.
@Suite struct PasswordSystemTests {
    @Test("fifty guesses sent at once from one source: five are verified, the others are throttled, and a sixth is not")
    func parallelGuesses() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        let lines = try (0..<50).map { _ in try daemon.connect() }
        let ids = lines.map { $0.request("session.open", People.login("anna", "wrong")) }
        var reasons: [String: Int] = [:]
        for (line, id) in zip(lines, ids) {
            reasons[try line.reply(to: id)["error"]?["data"]?["reason"]?.string ?? "done", default: 0] += 1
        }
        #expect(reasons == ["incorrect_credentials": 5, "throttled": 45])
        #expect(try root.reason("session.open", People.login("anna")) == "throttled")
    }

    @Test("twenty logins at once with the right password: one session, nineteen refusals that say so")
    func parallelLogins() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        let lines = try (0..<20).map { _ in try daemon.connect() }
        let ids = lines.map { $0.request("session.open", People.login("anna")) }
        let replies = try zip(lines, ids).map { try $0.reply(to: $1) }
        #expect(replies.count { $0["result"] != nil } == 1)
        #expect(replies.count { $0["error"]?["data"]?["reason"] == "already_logged_in" } == 19)
    }

    @Test("twenty changes of one password at once: exactly one is done, and its password is the one that logs in")
    func parallelChanges() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        let lines = try (0..<20).map { _ in try daemon.connect() }
        let ids = lines.enumerated().map {
            $1.request("password.change", People.change("anna", People.password, "Roses at \($0)"))
        }
        let replies = try zip(lines, ids).map { try $0.reply(to: $1, within: 60) }
        let winners = replies.indices.filter { replies[$0]["result"] != nil }
        #expect(winners.count == 1)
        _ = try root.call("account.unlock", ["organization": "acme", "account": "anna"])
        #expect(try root.reason("session.open", People.login("anna")) == "incorrect_credentials")
        #expect(try root.reason("session.open", People.login("anna", "Roses at \(winners.first ?? 0)")) == nil)
    }

    @Test("failures are remembered after SIGKILL, and a login whose password is right elsewhere goes on")
    func durableFailures() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        for _ in 0..<5 {
            #expect(try root.reason("session.open", People.login("anna", "wrong")) == "incorrect_credentials")
        }
        daemon.kill()
        try daemon.start()
        let again = try daemon.connect()
        for login in ["anna", "ANNA"] { #expect(try again.reason("session.open", People.login(login)) == "throttled") }
        let elsewhere = People.login("anna", People.password, ["source": "192.0.2.7"])
        #expect(try again.reason("session.open", elsewhere) == nil)
    }

    @Test("while two hundred logins wait, a verification on another connection does not")
    func verifyDuringStorm() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        let token = try root.call("session.open", People.login("anna"))["token"]!
        let lines = try (0..<4).map { _ in try daemon.connect() }
        for (index, line) in lines.enumerated() {
            for login in 0..<50 {
                let source = JSON.string("10.0.\(index).\(login)")
                _ = line.request("session.open", People.login("nobody\(index)-\(login)", "x", ["source": source]))
            }
        }
        for line in lines { _ = try line.call("broker.ping") }
        // What is asked meanwhile is answered before what was asked first: nothing waits behind the hashes.
        for _ in 0..<200 { #expect(try root.call("session.verify", ["token": token])["active"] == true) }
        let check = try root.call("password.check", ["organization": "acme", "password": "Tulips at 7"])
        #expect(check["acceptable"] == true)
        let waiting = try root.call("broker.status")["passwords"]?["waiting"]?.integer ?? 0
        #expect(waiting > 100, "\(waiting) waited")
    }

    @Test("what waits goes with its connection")
    func abandoned() throws {
        let (daemon, root) = try People.daemon()
        let line = try daemon.connect()
        for login in 0..<50 {
            _ = line.request("session.open", People.login("n\(login)", "x", ["source": .string("10.0.0.\(login)")]))
        }
        _ = try line.call("broker.ping")
        #expect(try root.call("broker.status")["passwords"]?["waiting"]?.integer ?? 0 > 0)
        line.close()
        let deadline = Date().addingTimeInterval(1)
        var waiting: Int64 = 1
        while waiting > 0, Date() < deadline {
            waiting = try root.call("broker.status")["passwords"]?["waiting"]?.integer ?? 1
        }
        #expect(waiting == 0)
    }

    @Test("another uid logs in with a password, and acts as the role it has", .enabled(if: Programs.isRoot))
    func otherUser() throws {
        let (daemon, root) = try People.daemon()
        try People.add("sue", role: .supervisor, root)
        try People.add("anna", root)
        let user = try daemon.connect(uid: 65_534)
        #expect(try user.reason("session.list") == "not_permitted")
        _ = try user.call("session.open", People.login("sue", People.password, ["purpose": "console"]))
        #expect(try user.call("session.list")["sessions"]?.array?.count == 1)
        let given = try user.call("password.set", ["organization": "acme", "account": "anna"])["temporaryPassword"]
        #expect(given?.string?.isEmpty == false)
        #expect(try user.reason("account.disable", ["organization": "acme", "account": "anna"]) == "not_permitted")
        let spoofed = People.login("anna", "x", ["source": "192.0.2.1"])
        #expect(try user.reason("session.open", spoofed) == "not_permitted")
    }

    @Test("a failed login in an organization that there is not stands in the record, and in no organization's list")
    func unknownOrganization() throws {
        let (daemon, root) = try People.daemon()
        var login = People.login("anna").object!
        login["organization"] = "nowhere"
        #expect(try root.reason("session.open", .object(login)) == "incorrect_credentials")
        let all = try root.call("audit.list")["records"]!.array!
        #expect(all.first?["action"] == "login.failed" && all.first?["organization"] == nil)
        let own = try root.call("audit.list", ["organization": "acme"])["records"]!.array!
        #expect(own.count == all.count - 1)
        #expect(daemon.stop().status == 0)
    }

    @Test("a relay from the configuration may name the source", .enabled(if: Programs.isRoot))
    func relay() throws {
        let (daemon, root) = try People.daemon("relays: \"nobody\"")
        try People.add("anna", root)
        let relay = try daemon.connect(uid: 65_534)
        #expect(try relay.reason("session.open", People.login("anna", People.password, ["source": "192.0.2.1"])) == nil)
        #expect(throws: (any Error).self) { try Daemon("relays: \"no such user\"") }
    }

    @Test("stronger parameters take effect with the next login, without anybody noticing")
    func rehash() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        _ = daemon.stop()
        let stronger = try Daemon("passwords:\n  iterations: 3", directory: daemon.directory)
        let line = try stronger.connect()
        _ = try line.call("session.open", People.login("anna"))
        _ = stronger.stop()
        let text = try Data(contentsOf: URL(fileURLWithPath: "\(daemon.ledger)/ledger.sqlite"))
        #expect(text.range(of: Data("m=19456,t=3,p=1".utf8)) != nil)
        try daemon.start()
        // The session of before is suspect until its holder comes back, and yields to who has the right password.
        #expect(try daemon.connect().reason("session.open", People.login("anna")) == nil)
    }

    @Test("a file of passwords is refused where common ones are")
    func blocklist() throws {
        let file = "/tmp/blocklist-\(UUID().uuidString)"
        try Data("tulpen aus amsterdam\nwas sonst noch\n".utf8).write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        let (daemon, root) = try People.daemon("passwords:\n  blocklist: \"\(file)\"")
        _ = try root.call("organization.update", ["organization": "acme", "password": ["profile": "nist"]])
        let check = try root.call("password.check", ["organization": "acme", "password": "Tulpen aus Amsterdam"])
        #expect(check["acceptable"] == false)
        #expect(daemon.stop().status == 0)
        #expect(throws: (any Error).self) { try Daemon("passwords:\n  blocklist: \"/nowhere\"") }
    }
}
