import Foundation
import StationProtocol
import Testing

/// What only a whole host shows: OS login sessions, and a power loss with another boot ID after it.
@Suite(.serialized, .enabled(if: SystemdHost.isPossible)) struct SystemdHostSlowTests {
    @Test("sessions follow the OS session that they live in, and none outlives the host's boot")
    func host() throws {
        let host = try BuiltHost()
        try host.run("useradd", "--create-home", "anna")
        try host.ctl("organization", "add", "acme", "Acme", "--station-roles", "none")
        for account in ["anna", "bob", "cleo"] { try host.ctl("account", "add", account, "--dynamic") }

        // A desktop in an OS session: nobody names it, the host knows.
        let desktop = try login(host, "desk")
        let opened = try host.ctl("login", "anna", "--background", "--os-session", desktop)
        let id = opened["session"]!["id"]!.string!
        #expect(try evidence(host, id, is: "active") == "OS session \(desktop) is active")
        try hint(host, desktop, "SetLockedHint")
        #expect(try evidence(host, id, is: "locked").contains("is locked"))
        try hint(host, desktop, "SetIdleHint")
        try host.until { try shown(host, id)?["evidence"]?["osIdleSince"] }
        try host.run("loginctl", "terminate-session", desktop)
        try host.until { try ended(host, "anna") == "os_session_ended" ? true : nil }

        // A process in an OS session is its own evidence, and its OS session too.
        let other = try login(host, "desk2", "login", "bob")
        let held = try host.until { try sessions(host).first { $0["account"] == "bob" } }
        let found = try shown(host, held["id"]!.string!)?["evidence"]
        #expect(found?["process"] == "running" && found?["osSessionId"] == .string(other))
        // SIGTERM would have it log out.
        try host.run("systemctl", "kill", "--signal=KILL", "desk2")
        let reason = try host.until { try ended(host, "bob") }
        #expect(["process_exited", "os_session_ended"].contains(reason))

        // The power goes: whatever was on is over before anybody is served.
        try host.ctl("login", "cleo", "--background")
        try host.powerLoss()
        #expect(try sessions(host).isEmpty)
        #expect(try ended(host, "cleo") == "host_restarted")
        try host.ctl("login", "cleo", "--background")
    }

    /// Opens an OS session of anna, with a desktop that does nothing, or runs stationctl; gives its name.
    private func login(_ host: BuiltHost, _ unit: String, _ command: String...) throws -> String {
        let ctl = [
            "/bin/sh", "-c",
            "exec \(Programs.folder.path)/stationctl --socket /run/stationd.sock " + command.joined(separator: " "),
        ]
        let program = command.isEmpty ? ["sleep", "infinity"] : ctl
        let before = try host.run("loginctl", "--no-legend", "list-sessions").split(separator: "\n")
        let arguments =
            [
                "systemd-run", "--quiet", "--unit", unit, "--property", "PAMName=login", "--uid",
                command.isEmpty ? "anna" : "root",
            ]
            + ["--setenv", "XDG_SESSION_TYPE=x11"] + program
        try host.run(arguments)
        return try host.until {
            let now = try host.run("loginctl", "--no-legend", "list-sessions").split(separator: "\n")
            return now.first { !before.contains($0) }?.split(separator: " ").first.map(String.init)
        }
    }

    private func hint(_ host: BuiltHost, _ session: String, _ method: String) throws {
        let manager = "org.freedesktop.login1"
        let path = try host.run(
            "busctl", "call", manager, "/org/freedesktop/login1", "\(manager).Manager", "GetSession", "s", session)
        let object = path.split(separator: "\"").dropFirst().first.map(String.init) ?? ""
        try host.run("busctl", "call", manager, object, "\(manager).Session", method, "b", "true")
    }

    private func shown(_ host: BuiltHost, _ id: String) throws -> JSON? {
        try host.ctl("session", "show", id)["session"]
    }

    /// What the session's evidence says in words, once the OS session stands as wanted.
    private func evidence(_ host: BuiltHost, _ id: String, is state: String) throws -> String {
        try host.until {
            let evidence = try shown(host, id)?["evidence"]
            guard evidence?["osSession"] == .string(state) else { return nil }
            return evidence?["explanation"]?.string?.split(separator: ";").first.map(String.init)
        }
    }

    private func sessions(_ host: BuiltHost) throws -> [JSON] {
        try host.ctl("session", "list")["sessions"]?.array ?? []
    }

    private func ended(_ host: BuiltHost, _ account: String) throws -> String? {
        try host.ctl("session", "history", "--account", account)["sessions"]?.array?.first?["endReason"]?.string
    }
}
