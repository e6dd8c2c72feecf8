import StationProtocol

/// What the broker is told of time zones: it has no tables of its own.
public struct HostCalendar: Sendable {
    /// Whether the host knows the zone.
    public var knows: @Sendable (TimeZoneName) -> Bool
    /// The next moment after `wall` (milliseconds since 1970) at which clocks there show so many minutes past midnight.
    /// Where clocks leave that time out, the first moment behind the gap; where they show it twice, the first of the two.
    public var next: @Sendable (_ minute: Int64, _ zone: TimeZoneName, _ wall: Int64) -> Int64?
    /// What clocks there show at `wall`: "08:12".
    public var clock: @Sendable (_ wall: Int64, _ zone: TimeZoneName) -> String

    public init(
        knows: @escaping @Sendable (TimeZoneName) -> Bool,
        next: @escaping @Sendable (_ minute: Int64, _ zone: TimeZoneName, _ wall: Int64) -> Int64?,
        clock: @escaping @Sendable (_ wall: Int64, _ zone: TimeZoneName) -> String
    ) {
        self.knows = knows
        self.next = next
        self.clock = clock
    }
}
