import StationProtocol

/// Keeps the record of failed logins from growing as fast as somebody can guess.
struct FailureLog: Sendable {
    /// Failed logins that are recorded one by one within a minute; of the others only the number is.
    static let recordsPerMinute = 60

    private var minute: Int64 = 0
    private var recorded = 0
    private var suppressed: Int64 = 0

    /// - Returns: how many failures went unrecorded since the last record, or nil when this one does too.
    mutating func admit(at now: Moment) -> Int64? {
        if now.boot / 60_000 != minute {
            minute = now.boot / 60_000
            recorded = 0
        }
        guard recorded < FailureLog.recordsPerMinute else {
            suppressed += 1
            return nil
        }
        recorded += 1
        defer { suppressed = 0 }
        return suppressed
    }
}
