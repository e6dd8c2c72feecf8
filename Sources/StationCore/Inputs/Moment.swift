import StationProtocol

/// A point in time, on both clocks.
public struct Moment: Sendable, Hashable {
    /// Milliseconds of CLOCK_BOOTTIME: what deadlines count. It goes on while the host is suspended and never jumps.
    public var boot: Int64
    /// Milliseconds since 1970: for people and records.
    public var wall: Int64

    public init(boot: Int64, wall: Int64) {
        self.boot = boot
        self.wall = wall
    }

    public var timestamp: Timestamp { Timestamp(milliseconds: wall) }

    /// What the wall clock will probably say when the boot clock says `boot`.
    public func timestamp(atBoot boot: Int64) -> Timestamp { Timestamp(milliseconds: wall + boot - self.boot) }
}
