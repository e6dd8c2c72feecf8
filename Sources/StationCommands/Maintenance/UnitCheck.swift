import Foundation
import StationProtocol

/// Whether systemd starts what it should.
enum UnitCheck {
    static var findings: [Finding] {
        guard FileManager.default.fileExists(atPath: "/run/systemd/system") else {
            return [
                Finding("units", .unknown, "this host was not booted by systemd", remedy: "start stationd yourself")
            ]
        }
        let state = HostProgram.ask("systemctl", ["is-enabled", "stationd.socket"]) ?? "unknown"
        guard state == "enabled" else {
            return [
                Finding(
                    "units", .warning,
                    "stationd.socket is \(state.isEmpty ? "not installed" : state): nobody is served after a reboot",
                    remedy: "systemctl enable --now stationd.socket")
            ]
        }
        let service = HostProgram.ask(
            "systemctl", ["show", "stationd.service", "--property=LoadState,SubState,NRestarts", "--value"])
        let facts = service?.split(separator: "\n").map(String.init) ?? []
        if facts.contains("masked") {
            return [
                Finding(
                    "units", .problem, "stationd.service is masked: nobody is served",
                    remedy: "systemctl unmask stationd.service")
            ]
        }
        if facts.contains("auto-restart") {
            return [
                Finding(
                    "units", .problem, "stationd.service ends as soon as it is started, again and again",
                    remedy: "journalctl -u stationd -n 50 says why")
            ]
        }
        let failed = HostProgram.ask("systemctl", ["is-failed", "stationd.service"]) == "failed"
        guard !failed else {
            return [
                Finding(
                    "units", .problem, "stationd.service has failed",
                    remedy:
                        "stationctl config check; journalctl -u stationd -n 50; then systemctl reset-failed stationd.service stationd.socket && systemctl start stationd.socket"
                )
            ]
        }
        return [Finding("units", .ok, "stationd.socket is enabled")]
    }
}
