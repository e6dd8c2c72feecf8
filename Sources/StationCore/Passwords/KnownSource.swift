import StationProtocol

/// A source that an account has logged in from: an attack from elsewhere does not slow it down.
public struct KnownSource: Sendable {
    /// Sources that are remembered of one account; the one not used for longest goes first.
    public static let capacity = 8
    /// Seconds after which the use of a source is written down again.
    static let freshness: Int64 = 86_400
    /// Seconds without use after which a source is a stranger again.
    static let memory: Int64 = 30 * 86_400

    public var source: String
    public var lastAt: Timestamp

    public init(source: String, lastAt: Timestamp) {
        self.source = source
        self.lastAt = lastAt
    }
}
