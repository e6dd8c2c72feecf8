import Foundation
import Glibc

/// A process of this host, never to be taken for another: pids come again, but not with the same start.
public struct HostProcess: Sendable, Hashable {
    public var pid: Int32
    /// When it began: clock ticks since boot (`/proc/PID/stat`, field 22 of proc(5)), usually of 10 ms.
    public var startTicks: Int64

    public init(pid: Int32, startTicks: Int64) {
        self.pid = pid
        self.startTicks = startTicks
    }

    /// The process that has this pid now; nil where there is none, or `/proc` hides it.
    public init?(pid: Int32) {
        guard pid > 0, let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let ticks = HostProcess.startTicks(in: text)
        else { return nil }
        self.init(pid: pid, startTicks: ticks)
    }

    /// Milliseconds of the boot clock at which it began, rounded down.
    public var startMilliseconds: Int64 { startTicks * 1_000 / HostProcess.ticksPerSecond }

    static let ticksPerSecond = Int64(max(1, sysconf(CInt(_SC_CLK_TCK))))

    /// The name of a process may hold anything, brackets and blanks too; behind its last bracket the fields are plain.
    static func startTicks(in stat: String) -> Int64? {
        guard let bracket = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: bracket)...].split(separator: " ")
        // The first of them is field 3.
        return fields.count > 19 ? Int64(fields[19]) : nil
    }

    /// The real user of the process that has this pid now.
    public static func user(ofPid pid: Int32) -> UInt32? {
        guard pid > 0, let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else {
            return nil
        }
        for line in text.split(separator: "\n") where line.hasPrefix("Uid:") {
            let fields = line.split(whereSeparator: \.isWhitespace)
            return fields.count > 1 ? UInt32(fields[1]) : nil
        }
        return nil
    }
}
