import Foundation

/// Clocks of other places, from the host's time zone tables.
public enum TimeZones {
    /// Foundation takes more than there is, such as "GMT+3", whose sign is not what the IANA's "Etc/GMT+3" means.
    public static func knows(_ name: String) -> Bool {
        guard TimeZone(identifier: name) != nil else { return false }
        return name == "UTC" || name.hasPrefix("Etc/") || TimeZone.knownTimeZoneIdentifiers.contains(name)
    }

    /// The next moment after `wall`, in milliseconds since 1970, at which clocks there show so many minutes past midnight.
    ///
    /// On the day when clocks leave that time out it is the first moment behind the gap, and where they show it twice the
    /// first of the two. nil for a zone that is not known.
    public static func next(minute: Int64, in name: String, after wall: Int64) -> Int64? {
        guard let calendar = calendar(name) else { return nil }
        let time = DateComponents(hour: Int(minute / 60), minute: Int(minute % 60), second: 0)
        let next = calendar.nextDate(
            after: date(wall), matching: time, matchingPolicy: .nextTime, repeatedTimePolicy: .first)
        return next.map { Int64(($0.timeIntervalSince1970 * 1_000).rounded()) }
    }

    /// What clocks there show: "08:12". By UTC in a zone that is not known.
    public static func clock(_ wall: Int64, in name: String) -> String {
        guard let calendar = calendar(name) ?? calendar("UTC") else { return "" }
        let parts = calendar.dateComponents([.hour, .minute], from: date(wall))
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        return "\(two(parts.hour)):\(two(parts.minute))"
    }

    private static func calendar(_ name: String) -> Calendar? {
        guard let zone = TimeZone(identifier: name) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }

    private static func date(_ wall: Int64) -> Date { Date(timeIntervalSince1970: Double(wall) / 1_000) }
}
