import CStationHost
import Glibc

/// The host's two clocks.
public enum HostClock {
    /// Milliseconds of CLOCK_BOOTTIME: goes on while the host is suspended, never jumps. For deadlines.
    public static var bootMilliseconds: Int64 { station_boottime_milliseconds() }

    /// Milliseconds since 1970. For people and records.
    public static var wallMilliseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
    }
}
