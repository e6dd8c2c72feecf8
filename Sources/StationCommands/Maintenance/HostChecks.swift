import Foundation
import StationProtocol

/// Whether the daemon could start anew with its configuration.
enum ConfigurationCheck {
    static func finding(file: String?) -> Finding {
        do {
            let report = try ConfigurationReport.ask(file: file)
            if let problem = report.problem {
                return Finding("configuration", .problem, problem.message, remedy: problem.hint)
            }
            let files = report.files.isEmpty ? "no file, all is at its default" : report.files.joined(separator: ", ")
            return Finding("configuration", .ok, files)
        } catch {
            let (message, hint) = Failure.words(for: error)
            return Finding("configuration", .unknown, message, remedy: hint)
        }
    }
}

/// Whether the host's clock is kept right. No session ends with a wrong one, but records and shifts are told by it.
enum ClockCheck {
    static var finding: Finding {
        guard let answer = HostProgram.ask("timedatectl", ["show", "--property=NTPSynchronized", "--value"]) else {
            return Finding("clock", .unknown, "timedatectl does not say", remedy: "is systemd-timedated there?")
        }
        if answer == "yes" { return Finding("clock", .ok, "synchronized") }
        return Finding(
            "clock", .warning, "not synchronized: times of records, shifts and daily logouts may be wrong",
            remedy: "timedatectl set-ntp true, or install chrony")
    }
}

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
        let failed = HostProgram.ask("systemctl", ["is-failed", "stationd.service"]) == "failed"
        guard !failed else {
            return [
                Finding(
                    "units", .problem, "stationd.service has failed",
                    remedy: "journalctl -u stationd -n 50; then systemctl reset-failed stationd")
            ]
        }
        return [Finding("units", .ok, "stationd.socket is enabled")]
    }
}

/// Programs of the host that are asked something.
enum HostProgram {
    /// What it says, without white space at the ends; nil where it is not there.
    static func ask(_ name: String, _ arguments: [String]) -> String? {
        guard
            let path = ["/usr/bin", "/bin"].map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile)
        else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
