import CStationVersion

/// The version of this build.
public enum Version {
    public static let current = String(cString: station_version())
}
