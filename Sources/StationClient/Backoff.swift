/// How long to wait between attempts to reach the broker again.
///
/// Each pause is twice the one before, up to a longest one, and a random part shorter, so that the desktops of a host do
/// not come back all at once after a restart.
public struct Backoff: Sendable {
    /// Before the first attempt.
    public var first: Duration
    /// No pause is longer.
    public var longest: Duration
    /// How long to go on before giving up.
    public var patience: Duration

    /// From 100 ms up to 2 s, for two minutes: longer than an upgrade of the daemon takes.
    public static let standard = Backoff(first: .milliseconds(100), longest: .seconds(2), patience: .seconds(120))

    /// Makes one with times of its own.
    public init(first: Duration, longest: Duration, patience: Duration) {
        self.first = first
        self.longest = longest
        self.patience = patience
    }

    /// The pause before an attempt.
    ///
    /// - Parameters:
    ///   - attempt: counted from 0.
    ///   - jitter: from 0 to 1, where 1 is the whole pause and 0 half of it.
    func pause(before attempt: Int, jitter: Double = .random(in: 0...1)) -> Duration {
        // Beyond 30 doublings every pause is the longest one.
        let whole = min(first * (1 << min(attempt, 30)), longest)
        return whole * (0.5 + jitter / 2)
    }
}
