import CStationHost

/// What a crash leaves behind.
public enum CoreDumps {
    /// Keeps this process's memory, which holds passwords while they are verified, out of core files and from debuggers
    /// of the same user. Debug builds are left as they are: their crashes are looked into.
    public static func forbid() {
        #if !DEBUG
            _ = station_forbid_core_dumps()
        #endif
    }
}
