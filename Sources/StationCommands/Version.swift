import CStationVersion

/// The version of this build.
enum Version {
    static let current = String(cString: station_version())
}
