import StationProtocol

/// When policy ends a session, in milliseconds of the boot clock.
struct TimeLimits: Sendable, Equatable {
    var length: Int64?
    var daily: Int64?
    var idle: Int64?

    /// The first of them.
    var next: (due: Int64, reason: EndReason)? {
        [(length, EndReason.sessionLimit), (daily, .dailyLogout), (idle, .idleLimit)]
            .compactMap { due, reason in due.map { (due: $0, reason: reason) } }
            .min { $0.due < $1.due }
    }
}
