import StationHost
import StationProtocol
import StationStore

/// What the daemon finds where it stands, with the rights that it has. Asks the disk and the system bus, so not on the loop.
struct Diagnosis: Sendable {
    static let integrity = "ledger's contents"

    /// Free bytes of the state directory's disk below which it is time to act, and below which changes may fail at any time.
    private static let scarceBytes: Int64 = 1 << 30
    private static let emptyBytes: Int64 = 64 << 20

    var settings: ServerSettings
    var figures: LedgerFigures
    var breaches: [String]
    var connections: Int

    var findings: [Finding] {
        [ledger, invariants, stateDirectory, disk, descriptors, operators, loginManager, processes]
    }

    private var ledger: Finding {
        if figures.isRecovering {
            return Finding(
                "ledger", .problem, "is being reopened after a failed write: \(figures.problem ?? "?")",
                remedy: "look at the disk of \(settings.stateDirectory): df, dmesg, smartctl")
        }
        if let problem = figures.problem {
            return Finding(
                "ledger", .problem, "the last change could not be written: \(problem)",
                remedy: "look at the disk of \(settings.stateDirectory): df, dmesg")
        }
        return Finding(
            "ledger", .ok, "written and on disk: \(figures.changes) changes since the start, \(figures.failures) failed"
        )
    }

    private var invariants: Finding {
        guard breaches.isEmpty else {
            return Finding(
                "invariants", .problem, breaches.joined(separator: "; "),
                remedy: "this is a defect of stationd: keep the journal and a backup, then restart it")
        }
        return Finding("invariants", .ok, "hold: no account twice, no station twice")
    }

    private var stateDirectory: Finding {
        let problems = StateDirectory.problems(at: settings.stateDirectory)
        guard problems.isEmpty else {
            return Finding(
                "state directory", .warning, problems.joined(separator: "; "),
                remedy: "chmod -R go= \(settings.stateDirectory); chown -R stationd: \(settings.stateDirectory)")
        }
        return Finding("state directory", .ok, "\(settings.stateDirectory) is the daemon's alone")
    }

    private var disk: Finding {
        guard let free = DiskSpace.free(at: settings.stateDirectory) else {
            return Finding("disk", .unknown, "how much is free cannot be told", remedy: "df \(settings.stateDirectory)")
        }
        let size = DiskSpace.size(of: "\(settings.stateDirectory)/\(Ledger.fileName)")
        let text = "\(ByteCount.text(free)) free, the ledger takes \(ByteCount.text(size))"
        let remedy = "make room on the disk of \(settings.stateDirectory), or lower historyDays and auditDays"
        if free < Diagnosis.emptyBytes { return Finding("disk", .problem, text, remedy: remedy) }
        if free < max(Diagnosis.scarceBytes, size) {
            return Finding(
                "disk", .warning, "\(text); there is no room for a backup, or soon will not be", remedy: remedy)
        }
        return Finding("disk", .ok, text)
    }

    /// Each connection takes two: itself, and its peer's process.
    private var descriptors: Finding {
        let limit = DescriptorLimit.current
        let needed = 2 * (settings.limits.connections + Limits.operatorReserve) + 256
        let text = "\(limit) for \(settings.limits.connections) connections"
        guard limit < needed else { return Finding("file descriptors", .ok, text) }
        return Finding(
            "file descriptors", .warning, "\(text); \(needed) are wanted",
            remedy: "set LimitNOFILE=\(needed) in the unit (systemctl edit stationd), or lower limits.connections")
    }

    private var operators: Finding {
        guard settings.operatorGroups.isEmpty else {
            return Finding("operators", .ok, "root, the daemon's user, and the members of the operator group")
        }
        return Finding(
            "operators", .warning, "there is no operator group: only root and the daemon's own user are operators",
            remedy: "create it (groupadd --system stationd-admin), or name another in operatorGroup, and restart")
    }

    private var loginManager: Finding {
        if let problem = LoginManager.probe() {
            return Finding(
                "login manager", .warning, "OS sessions cannot be told of: \(problem)",
                remedy: "systemctl status systemd-logind dbus; in the unit no ProtectProc=invisible")
        }
        return Finding("login manager", .ok, "systemd-logind answers")
    }

    private var processes: Finding {
        let isTold = PeerProcess.isToldByKernel && settings.peerProcess == .auto
        return Finding(
            "peer processes", .ok, isTold ? "told by the kernel" : "found by pid, as before Linux 6.5")
    }

    /// The whole of a copy.
    static func inspect(_ path: String) -> Finding {
        do {
            let inspection = try LedgerInspection(path: path)
            guard inspection.problems.isEmpty else {
                return Finding(
                    integrity, .problem, inspection.problems.joined(separator: "; "),
                    remedy: "restore a backup: stationd restore FILE; keep this ledger for an examination")
            }
            return Finding(
                integrity, .ok, "whole; the audit's \(inspection.auditRecords) records are as they were written")
        } catch {
            return Finding(integrity, .problem, "\(error)", remedy: "restore a backup: stationd restore FILE")
        }
    }
}
