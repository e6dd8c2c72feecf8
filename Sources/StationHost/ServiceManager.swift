import CSystemd
import Glibc

/// What this process tells systemd; nothing at all where systemd did not start it.
public enum ServiceManager {
    public static func ready(status: String) { notify("READY=1\nSTATUS=\(status)") }
    public static func stopping() { notify("STOPPING=1\nSTATUS=stopping") }
    public static func status(_ status: String) { notify("STATUS=\(status)") }

    /// To be called from the loop that does the work, so that a hung loop is noticed.
    public static func feedWatchdog() { notify("WATCHDOG=1") }

    /// Milliseconds within which the watchdog wants to be fed; nil where there is none.
    public static var watchdogMilliseconds: Int64? {
        var microseconds: UInt64 = 0
        guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return Int64(microseconds / 1_000)
    }

    private static func notify(_ state: String) { sd_notify(0, state) }

    /// Whether standard error goes to the journal, so that records can be sent there with their fields.
    public static var isJournalAttached: Bool {
        guard let stream = getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
    }
}
