import Foundation
import StationProtocol
import Testing

/// Passwords on the command line: from standard input, and at a terminal.
@Suite struct PasswordCommandTests {
    private func ctl(_ daemon: Daemon, _ arguments: String..., input: String? = nil) throws -> Programs.Outcome {
        try Programs.run(
            "stationctl", arguments, input: input,
            environment: [
                "STATIOND_SOCKET": daemon.socket, "STATIOND_ORGANIZATION": "acme", "XDG_RUNTIME_DIR": daemon.directory,
            ])
    }

    @Test("a first login from the command line: given, changed, logged in")
    func firstLogin() throws {
        let (daemon, _) = try People.daemon()
        let added = try ctl(daemon, "account", "add", "anna", "--output", "json")
        let given = try JSONReader.read(added.output.trimmingCharacters(in: .newlines))["temporaryPassword"]!.string!
        let login = try ctl(
            daemon, "login", "anna", "--background", "--password-stdin", input: "\(given)\nTulips at 7\n")
        #expect(login.status == 0 && login.output.contains("logged in"))
        #expect(try ctl(daemon, "logout", "anna").status == 0)
        let again = try ctl(daemon, "login", "anna", "--background", "--password-stdin", input: "\(given)\n")
        #expect(again.status == 1 && again.error.contains("Incorrect username or password"))
        let changed = try ctl(
            daemon, "password", "change", "anna", "--password-stdin", input: "Tulips at 7\nRoses at 8\n")
        #expect(changed.status == 0)
        let short = try ctl(daemon, "password", "change", "anna", "--password-stdin", input: "Roses at 8\nshort\n")
        #expect(short.status == 1 && short.error.contains("at least 8 characters"))
        let missing = try ctl(daemon, "password", "change", "anna", "--password-stdin", input: "Roses at 8\n")
        #expect(missing.status == 64)
    }

    @Test("an agent on a call is spared a new password's end until the call is over")
    func busy() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        #expect(
            try ctl(daemon, "login", "anna", "--background", "--password-stdin", input: "\(People.password)\n").status
                == 0)
        #expect(try ctl(daemon, "session", "report", "anna", "--busy").output == "anna: live, busy\n")
        _ = try root.call("password.set", ["organization": "acme", "account": "anna"])
        let id = try root.call("session.list")["sessions"]!.array![0]["id"]!.string!
        let shown = try ctl(daemon, "session", "show", id)
        #expect(shown.output.contains("busy") && shown.output.contains("password_changed by"))
        #expect(try ctl(daemon, "session", "report", "anna", "--no-busy").status == 0)
        #expect(try root.call("session.list")["sessions"]?.array?.isEmpty == true)
        #expect(try ctl(daemon, "session", "report", "anna", "--busy").status == 1)
    }

    @Test("a password that is not UTF-8 is refused, not made into another")
    func encoding() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        let script =
            "printf 'Tulips at 7\\np\\xe4ssw1234A!\\n' | \(Programs.folder.path)/stationctl password change anna --password-stdin"
        let outcome = try Programs.run(
            "/bin/bash", ["-c", script],
            environment: ["STATIOND_SOCKET": daemon.socket, "STATIOND_ORGANIZATION": "acme"])
        #expect(outcome.status == 1 && outcome.error.contains("not UTF-8"), "\(outcome.error)")
        #expect(try root.reason("session.open", People.login("anna")) == nil)
    }

    @Test("with --as and one line the temporary password is made up; a second line is it")
    func given() throws {
        let (daemon, root) = try People.daemon()
        try People.add("sue", role: .supervisor, root)
        try People.add("anna", root)
        let made = try ctl(
            daemon, "--as", "sue", "--password-stdin", "password", "set", "anna", input: "\(People.password)\n")
        #expect(made.status == 0 && made.output.contains("shown only now"))
        let named = try ctl(
            daemon, "--as", "sue", "--password-stdin", "password", "set", "anna",
            input: "\(People.password)\nChosen for 1\n")
        #expect(named.status == 0 && !named.output.contains("shown only now"))
        #expect(try root.reason("session.open", People.login("anna", "Chosen for 1")) == "password_change_required")
    }

    @Test("--as acts with a supervisor's role for one command, and leaves no session")
    func actingAs() throws {
        let (daemon, root) = try People.daemon()
        try People.add("sue", role: .supervisor, root)
        try People.add("anna", root)
        _ = try root.call("session.open", People.login("anna"))
        let input = "\(People.password)\n"
        let list = try ctl(daemon, "--as", "sue", "--password-stdin", "session", "list", input: input)
        #expect(list.status == 0 && list.output.contains("anna"))
        // Though this is root: with --as it has the supervisor's rights and no more.
        let denied = try ctl(
            daemon, "--as", "sue", "--password-stdin", "account", "disable", "anna", input: input)
        #expect(denied.status == 1 && denied.error.contains("not_permitted"))
        for arguments in [
            [
                "--as", "sue", "--organization", "acme", "--password-stdin", "session", "terminate", "--account",
                "anna", "--yes",
            ]
        ] {
            let outcome = try Programs.run(
                "stationctl", arguments, input: input, environment: ["STATIOND_SOCKET": daemon.socket])
            #expect(outcome.status == 0 && outcome.output.contains("ended: anna@acme"), "\(outcome.error)")
        }
        #expect(try root.call("session.list")["sessions"]?.array?.isEmpty == true)
        #expect(try ctl(daemon, "audit", "list", "--limit", "3").output.contains("account=sue"))
        let wrong = try ctl(daemon, "--as", "sue", "--password-stdin", "session", "list", input: "wrong\n")
        #expect(wrong.status == 1 && wrong.error.contains("Incorrect username or password"))
    }

    @Test("a roster brings temporary passwords into a file of one's own, and later changes and leavers")
    func roster() throws {
        let (daemon, root) = try People.daemon()
        try People.add("gone", root)
        try People.add("boss", role: .administrator, root)
        let (file, secrets) = ("\(daemon.directory)/roster.csv", "\(daemon.directory)/secrets.csv")
        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
        try write("username,role,email,display_name\nanna,agent,,Anna\nbob,agent,bob@x.example,Bob\n")
        let first = try ctl(daemon, "account", "import", file, "--passwords", secrets)
        #expect(first.status == 0 && first.output.contains("2 accounts imported"), "\(first.error)")
        let attributes = try FileManager.default.attributesOfItem(atPath: secrets)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let lines = try String(contentsOfFile: secrets, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2 && lines[1].hasPrefix("anna,"))
        let password = String(lines[1].dropFirst(5))
        #expect(try root.reason("session.open", People.login("anna", password)) == "password_change_required")
        try write("username,role,email,display_name\nanna,supervisor,,\nbob,agent,,Bob\nnew,agent,,\n")
        #expect(try ctl(daemon, "account", "import", file).status == 1)
        let dry = try ctl(daemon, "account", "import", file, "--update", "--dry-run")
        #expect(
            dry.output.contains(
                "1 account would be created, 1 would be changed, 1 as they are already, 1 would be disabled"))
        #expect(try ctl(daemon, "account", "import", file, "--update", input: "").status == 64)
        _ = try root.call("session.open", People.login("gone"))
        let update = try ctl(daemon, "account", "import", file, "--update", "--yes")
        #expect(update.output == "1 account created, 1 changed, 1 as they are already, 1 disabled\n", "\(update.error)")
        let shown = try root.call("account.show", ["organization": "acme", "account": "anna"])["account"]
        #expect(shown?["role"] == "supervisor" && shown?["displayName"] == "Anna")
        #expect(
            try root.call("account.show", ["organization": "acme", "account": "gone"])["account"]?["state"]
                == "disabled")
        #expect(
            try root.call("account.show", ["organization": "acme", "account": "boss"])["account"]?["state"] == "active")
        #expect(try root.call("session.list")["sessions"]?.array?.isEmpty == true)
    }

    @Test("at a terminal nothing that is typed is shown, it is typed twice, and Ctrl-C leaves the terminal as it was")
    func terminal() throws {
        let (daemon, root) = try People.daemon()
        try People.add("anna", root)
        let script = Programs.root.appendingPathComponent("Tests/SystemTests/Support/type-passwords.py").path
        let stationctl = Programs.folder.appendingPathComponent("stationctl").path
        let outcome = try Programs.run("/usr/bin/env", ["python3", script, stationctl, daemon.socket])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
    }

    @Test("the requirements in force are a readable table, and a profile is one option")
    func requirements() throws {
        let (daemon, _) = try People.daemon()
        let nist = try ctl(daemon, "organization", "edit", "acme", "--password-profile", "nist")
        #expect(nist.output.contains("15 to 128 characters") && nist.output.contains("common passwords"))
        let own = try ctl(
            daemon, "organization", "edit", "acme", "--password-minimum-length", "12", "--password-required-rules",
            "mixed_case", "special_character")
        #expect(own.output.contains("own") && own.output.contains("upper and lower case; and a special character"))
        #expect(try ctl(daemon, "organization", "edit", "acme", "--password-minimum-length", "3").status == 64)
    }

    @Test("a number that is taken is refused, and the nearest free one proposed")
    func nearest() throws {
        let (daemon, _) = try People.daemon()
        for number in ["4021", "4022", "4020"] {
            #expect(try ctl(daemon, "account", "add", "u\(number)", "--static-station", number).status == 0)
        }
        let taken = try ctl(daemon, "account", "add", "anna", "--static-station", "4021")
        #expect(taken.status == 1 && taken.error.contains("the nearest free number is 4023"))
    }

    @Test("audit verify says that all is well, and does not when the head is another's")
    func verify() throws {
        let (daemon, root) = try People.daemon()
        let good = try ctl(daemon, "audit", "verify")
        #expect(good.status == 0 && good.output.contains("intact"))
        let head = try root.call("broker.status")["audit"]!
        #expect(daemon.log.contains("the audit's head"))
        let text = "\(head["seq"]!.integer!):\(head["hash"]!.string!)"
        #expect(try ctl(daemon, "audit", "verify", "--head", text).status == 0)
        let other = try ctl(daemon, "audit", "verify", "--head", "1:\(String(repeating: "ab", count: 32))")
        #expect(other.status == 1 && other.error.contains("record 1 was changed"))
        #expect(try ctl(daemon, "audit", "verify", "--head", "1:abc").status == 64)
    }
}
