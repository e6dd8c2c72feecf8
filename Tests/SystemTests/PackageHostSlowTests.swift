import Foundation
import StationProtocol
import Testing

/// The Debian package on a real systemd host: what an administrator and an agent meet, and what must not go wrong there.
/// Each test has a host of its own. Packaging/test builds the packages and names them in STATIOND_PACKAGES.
@Suite(.serialized, .enabled(if: PackagedHost.folder != nil && SystemdHost.isPossible)) struct PackageHostSlowTests {
    @Test("the first connection starts the daemon; the kernel and the groups decide who is served, and as what")
    func activation() throws {
        let host = try PackagedHost()
        #expect(try host.shell("systemctl is-active stationd.socket stationd.service; true") == "active\ninactive")
        let began = Date()
        let line = try Line(host.socket)
        #expect(try line.call("broker.status")["state"] == "running")
        Figures.note("activation to first answer", Date().timeIntervalSince(began) * 1_000, "ms")
        try host.furnish()
        // Of the group: two agents, each as themselves.
        let anna = "runuser -u anna -- stationctl --organization acme"
        #expect(try host.shell("\(anna) login anna --background").contains("anna at station 4021"))
        #expect(try host.attempt("sh", "-c", "\(anna) login anna").error.contains("The user is already logged in"))
        #expect(
            try host.attempt("sh", "-c", "\(anna) login bob </dev/null").error.contains(
                "Incorrect username or password"))
        let bob = "runuser -u bob -- stationctl --organization acme"
        #expect(try host.shell("\(bob) login bob --background").contains("bob at station 5000"))
        #expect(try host.attempt("sh", "-c", "\(bob) session list").error.contains("not_permitted"))
        // Not of it: turned away before the daemon hears of it.
        let eve = try host.attempt("runuser", "-u", "eve", "--", "stationctl", "status")
        #expect(eve.status == 69 && eve.error.contains("permission denied"))
        // An operator by group ends somebody's session.
        try host.shell("runuser -u olga -- stationctl session terminate --account bob --yes --comment 'go home'")
        #expect(try host.endReason(of: "bob") == "terminated")
        // All is as an administrator would want it; a clock that nobody sets is the machine's, not the package's.
        let findings = try host.attempt("stationctl", "doctor", "--output", "json")
        #expect(findings.status == 0 || findings.status == 2)
        for finding in try JSONReader.read(findings.output.trimmingCharacters(in: .newlines))["findings"]?.array ?? [] {
            #expect(finding["outcome"] == "ok" || finding["check"] == "clock", "\(finding)")
        }
        // In tenths: above 0.7 it fails.
        try host.shell("systemd-analyze security --threshold=7 stationd.service >/dev/null")
        let score = try host.shell(
            "systemd-analyze security stationd.service | sed -n 's/.*Overall[^0-9]*\\([0-9.]*\\).*/\\1/p'")
        Figures.note("systemd-analyze security, of 10", Double(score) ?? 99, "")
        #expect(Double(score) ?? 99 <= 0.7)
        try journal(host)
        try thousand(host)
    }

    /// What systemd keeps of the daemon's records: fields, and no secret.
    private func journal(_ host: PackagedHost) throws {
        let secret = "Schwarz-Weiss-\(UUID().uuidString.prefix(8))"
        try host.shell("printf '%s\\n' '\(secret)' | stationctl password set bob --organization acme --password-stdin")
        _ = try host.attempt("sh", "-c", "printf '%s\\n' '\(secret)' | stationctl login bob --password-stdin -o acme")
        let token = try Line(host.socket).call("session.open", Daemon.login("cleo"))["token"]?.string ?? "?"
        let fields = try host.shell("journalctl -u stationd -o json --no-pager")
        #expect(
            fields.contains("\"STATIOND_ACCOUNT\":\"bob\"") && fields.contains("\"STATIOND_REASON\":\"terminated\""))
        #expect(fields.contains("\"STATIOND_SEQ\"") && fields.contains("\"STATIOND_HASH\""))
        #expect(try host.shell("journalctl STATIOND_ACCOUNT=bob -o cat --no-pager").contains("a session was ended"))
        let all = try host.shell("journalctl -o export --no-pager")
        #expect(!all.contains(secret) && !all.contains(token))
    }

    private func thousand(_ host: PackagedHost) throws {
        func memory() throws -> Double {
            let text = try host.shell("grep VmRSS /proc/$(systemctl show -P MainPID stationd)/status | tr -dc 0-9")
            return (Double(text) ?? 0) / 1_024
        }
        try host.shell("systemctl restart stationd && stationctl status >/dev/null")
        Figures.note("memory after start", try memory(), "MiB")
        let line = try Line(host.socket)
        _ = try line.call("organization.create", ["slug": "big", "name": "Big", "stationRoles": []])
        for index in 0..<1_000 {
            let name: JSON = .string("a\(index)")
            _ = try line.call("account.create", ["organization": "big", "username": name, "role": "agent"])
            _ = try line.call(
                "session.open",
                ["organization": "big", "login": name, "credential": ["type": "peer"], "leaseSeconds": 3_600])
        }
        Figures.note("memory with 1,000 sessions", try memory(), "MiB")
    }

    @Test("an OS login opens the agent's station session, and ends it; a broker that fails locks nobody out")
    func osLogin() throws {
        let host = try PackagedHost()
        try host.furnish()
        try host.shell("DEBIAN_FRONTEND=noninteractive pam-auth-update --enable stationd")
        let name = try host.logIn("anna", unit: "desk")
        let held = try host.until { try host.sessions().first { $0["account"] == "anna" } }
        let shown = try host.ctl("session", "show", held["id"]!.string!)["session"]
        #expect(held["station"] == "4021" && shown?["evidence"]?["osSessionId"] == .string(name))
        try host.shell("systemctl stop desk")
        try host.until { try host.sessions().isEmpty ? true : nil }
        #expect(["logged_out", "os_session_ended"].contains(try host.endReason(of: "anna")))
        // However the OS session ends: here nobody is left who could say goodbye.
        let other = try host.logIn("anna", unit: "desk2")
        try host.until { try host.sessions().first { $0["account"] == "anna" } }
        try host.shell("loginctl terminate-session \(other)")
        try host.until { try host.sessions().isEmpty ? true : nil }
        // Nobody's OS user, and no login of a person: nothing happens.
        try host.shell("su - olga -c true; systemd-run --quiet --wait --property PAMName=systemd-user --uid anna true")
        #expect(try host.sessions().isEmpty)

        // Elsewhere already, and a broker that is not there: whoever may log in to the host, may.
        try host.ctl("login", "anna", "--background")
        #expect(try host.logIn("anna", unit: "desk3") != "")
        try host.shell("systemctl stop desk3 stationd.socket stationd.service")
        #expect(try host.logIn("anna", unit: "desk4") != "")
        // Hung: the person waits for the patience of the helper, and is in.
        try host.shell("systemctl start stationd.socket && stationctl status >/dev/null")
        try host.shell("kill -STOP $(systemctl show -P MainPID stationd)")
        #expect(try host.logIn("bob", unit: "desk5") != "")
        try host.shell("systemctl kill --signal=KILL stationd desk4 desk5; systemctl reset-failed; true")
        #expect(
            try host.shell("journalctl -t stationctl-pam -o cat --no-pager").contains(
                "anna: The user is already logged in"))

        // Configured so, a refused station session refuses the login and says why; root gets in.
        try host.shell("DEBIAN_FRONTEND=noninteractive pam-auth-update --disable stationd --enable stationd-required")
        try host.until { try? host.ctl("status") }
        let refused = try host.attempt(
            "systemd-run", "--quiet", "--wait", "--pipe", "--property", "PAMName=login", "--uid", "anna", "--setenv",
            "XDG_SESSION_TYPE=x11", "--setenv", "XDG_SEAT=seat0", "true")
        #expect(refused.status != 0)
        try host.shell("su - root -c true")
        try host.shell("stationctl logout anna")
        #expect(try host.logIn("anna", unit: "desk6") != "")
        #expect(try host.until { try host.sessions().first { $0["account"] == "anna" } }["station"] == "4021")
    }

    @Test("a session of an OS login that a user's own unit holds ends with it")
    func userUnit() throws {
        let host = try PackagedHost()
        try host.furnish()
        try host.shell(
            """
            unit=$(ls /usr/share/doc/stationd/examples/*.service | xargs grep -l 'stationctl login' | head -n 1)
            mkdir -p /etc/systemd/user && cp $unit /etc/systemd/user/station-session.service
            sed -i '/^PartOf=/d; /^After=/d; s/graphical-session.target/default.target/' /etc/systemd/user/station-session.service
            systemctl --global enable station-session.service
            """)
        _ = try host.logIn("bob", unit: "desk")
        try host.until { try host.sessions().first { $0["account"] == "bob" } }
        try host.shell("systemctl stop desk")
        try host.until { try host.sessions().isEmpty ? true : nil }
    }

    @Test("what was granted survives kill -9 under load, a hung loop is restarted, and a reboot ends what was on")
    func crashes() throws {
        let host = try PackagedHost()
        try host.furnish()
        let load = HostLoad(host.socket, workers: 4)
        for _ in 0..<3 {
            usleep(700_000)
            try host.shell("kill -9 $(systemctl show -P MainPID stationd)")
        }
        usleep(700_000)
        let tally = load.finish()
        #expect(tally.lost.isEmpty && tally.granted > 100, "\(tally)")
        #expect(tally.reconnects >= 3 && tally.unreachable == 0, "\(tally)")
        #expect(try host.ctl("audit", "verify")["intact"] == true)

        // The loop hangs while the process lives: each wait for events is drawn out for a minute by strace.
        try host.shell(
            """
            mkdir -p /run/systemd/system/stationd.service.d
            printf '[Service]\\nWatchdogSec=3\\n' >/run/systemd/system/stationd.service.d/watchdog.conf
            systemctl daemon-reload && systemctl restart stationd && stationctl status >/dev/null
            """)
        let hung = try host.daemon()
        let outside = try #require(try host.daemonsOutside().first)
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(outside)/task").filter {
            try String(contentsOfFile: "/proc/\(outside)/task/\($0)/comm", encoding: .utf8).hasPrefix("NIO-ELT")
        }
        let strace = Process()
        strace.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
        strace.arguments =
            threads.flatMap { ["-p", $0] } + ["-e", "trace=epoll_wait", "-e", "inject=epoll_wait:delay_exit=60000000"]
        strace.standardError = FileHandle.nullDevice
        try strace.run()
        defer { strace.terminate() }
        try host.until {
            try host.shell("journalctl -u stationd -o cat --no-pager").contains("Watchdog timeout") ? true : nil
        }
        // It keeps what it traces from being buried.
        strace.terminate()
        strace.waitUntilExit()
        try host.until { try host.daemon() != hung && host.daemon() != 0 ? true : nil }
        try host.until { try? host.ctl("status") }

        // The power goes. Hosts here share the machine's kernel and its boot ID; each has one of its own mounted over that,
        // and these two directives would have systemd give the daemon a fresh /proc without it.
        try host.shell(
            """
            mkdir -p /etc/systemd/system/stationd.service.d
            printf '[Service]\\nProtectKernelTunables=no\\nProtectControlGroups=no\\n' \
                >/etc/systemd/system/stationd.service.d/boot-id.conf
            systemctl daemon-reload && systemctl restart stationd && stationctl status >/dev/null
            """)
        try host.ctl("login", "cleo", "--background", "--organization", "acme")
        let boot = try host.shell("cat /proc/sys/kernel/random/boot_id")
        try host.powerLoss()
        #expect(try host.shell("cat /proc/sys/kernel/random/boot_id") != boot)
        #expect(try host.shell("systemctl is-active stationd.socket") == "active")
        #expect(try host.sessions().isEmpty)
        #expect(try host.endReason(of: "cleo") == "host_restarted")
    }

    @Test("an upgrade and a step back keep sessions, refuse no connection and lose nothing that was accepted")
    func upgrade() throws {
        let host = try PackagedHost(PackagedHost.earlierPackage)
        try host.furnish()
        #expect(try host.ctl("status")["version"] == .string(PackagedHost.earlier))
        // One who stays: a foreground login, which takes its session up again.
        try host.shell("systemd-run --quiet --unit desk stationctl login anna --organization acme")
        let held = try host.until { try host.sessions().first { $0["account"] == "anna" } }
        let socket = try host.shell("systemctl show -P ActiveEnterTimestampMonotonic stationd.socket")
        let load = HostLoad(host.socket, workers: 4)
        usleep(500_000)
        try host.install(PackagedHost.package)
        #expect(try host.ctl("status")["version"]?.string != PackagedHost.earlier)
        usleep(500_000)
        try host.install(PackagedHost.earlierPackage)
        #expect(try host.ctl("status")["version"] == .string(PackagedHost.earlier))
        usleep(500_000)
        let tally = load.finish()
        #expect(tally.lost.isEmpty && tally.unreachable == 0 && tally.granted > 100, "\(tally)")
        #expect(try host.shell("systemctl show -P ActiveEnterTimestampMonotonic stationd.socket") == socket)
        let after = try host.until { try host.sessions().first { $0["account"] == "anna" && $0["verdict"] == "live" } }
        #expect(after["id"] == held["id"] && after["fence"] == held["fence"])
        #expect(try host.shell("systemctl is-active desk") == "active")
        #expect(try host.ctl("audit", "verify")["intact"] == true)
    }

    @Test("a backup is taken and restored; removal keeps the data, purging removes it")
    func data() throws {
        let host = try PackagedHost()
        try host.furnish()
        try host.ctl("login", "anna", "--background")
        try host.shell("systemctl start stationd-backup.service")
        let file = try host.shell("ls /var/backups/stationd/*.sqlite")
        #expect(try host.shell("stat -c '%a %U' /var/backups/stationd \(file)") == "700 root\n600 root")
        #expect(try host.shell("systemctl is-enabled stationd-backup.timer; true") == "disabled")
        try host.ctl("account", "add", "dora", "--dynamic")
        let fence = try host.sessions().compactMap { $0["fence"]?.integer }.max() ?? 0
        let busy = try host.attempt("stationd", "restore", file)
        #expect(busy.status == 1 && busy.error.contains("another stationd"))
        try host.shell("systemctl stop stationd.socket stationd.service && stationd restore \(file)")
        #expect(try host.shell("stat -c '%a %U' /var/lib/stationd/ledger.sqlite") == "600 stationd")
        try host.shell("systemctl start stationd.socket")
        #expect(try host.sessions().isEmpty && host.endReason(of: "anna") == "terminated")
        #expect(try host.attempt("stationctl", "account", "show", "dora").error.contains("not_found"))
        try host.ctl("login", "anna", "--background")
        #expect(try host.sessions().compactMap { $0["fence"]?.integer }.max() ?? 0 > fence)

        try host.shell("echo 'auditDays: 700' >/etc/stationd/stationd.yaml.d/10-mine.yaml")
        #expect(try host.shell("stationctl config check").contains("/etc/stationd/stationd.yaml.d/10-mine.yaml"))
        let apt = "DEBIAN_FRONTEND=noninteractive apt-get -qq --yes"
        try host.shell("\(apt) remove stationd </dev/null 2>&1")
        #expect(
            try host.shell("systemctl is-active stationd.socket stationd.service; true").contains("\nactive") == false)
        #expect(try host.shell("ls /var/lib/stationd/ledger.sqlite /etc/stationd/stationd.yaml.d/10-mine.yaml") != "")
        try host.install(PackagedHost.package)
        #expect(try host.ctl("account", "show", "anna")["account"]?["username"] == "anna")
        try host.shell("\(apt) purge stationd </dev/null 2>&1")
        let left = try host.shell(
            "ls -d /var/lib/stationd /etc/stationd /var/backups/stationd /run/stationd 2>/dev/null; true")
        #expect(left == "")
    }
}
