/// A moment of wall-clock time in milliseconds since 1970-01-01T00:00:00Z: for people and records, never for deadlines.
///
/// On the wire RFC 3339 in UTC with milliseconds. Years 1970 to 9999.
public struct Timestamp: WireString {
    public static let expectation = "a time as RFC 3339, for example 2026-11-22T14:03:00.000Z"
    public static let pattern: String? =
        #"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"#
    public static let placeholder = Timestamp(milliseconds: 0)
    public static let length = 20...35

    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    public var text: String {
        let (date, time) = (milliseconds.quotientFloor(86_400_000), milliseconds.remainderFloor(86_400_000))
        let (year, month, day) = Calendar.civil(fromDays: date)
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var at = 0
            func put(_ value: Int64, _ width: Int, then separator: UInt8) {
                var rest = value
                for index in stride(from: width - 1, through: 0, by: -1) {
                    buffer[at + index] = 0x30 + UInt8(rest % 10)
                    rest /= 10
                }
                buffer[at + width] = separator
                at += width + 1
            }
            put(min(year, 9999), 4, then: UInt8(ascii: "-"))
            put(month, 2, then: UInt8(ascii: "-"))
            put(day, 2, then: UInt8(ascii: "T"))
            put(time / 3_600_000, 2, then: UInt8(ascii: ":"))
            put(time / 60_000 % 60, 2, then: UInt8(ascii: ":"))
            put(time / 1_000 % 60, 2, then: UInt8(ascii: "."))
            put(time % 1_000, 3, then: UInt8(ascii: "Z"))
            return at
        }
    }

    public init?(_ text: String) {
        guard Timestamp.length.contains(text.utf8.count) else { return nil }
        var scanner = TimestampScanner(Array(text.utf8))
        guard let value = scanner.scan() else { return nil }
        milliseconds = value
    }

    /// Days and dates of the proleptic Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    enum Calendar {
        static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
            let shifted = days + 719_468
            let era = shifted.quotientFloor(146_097)
            let dayOfEra = shifted - era * 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
            return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        }

        static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
            let shifted = month <= 2 ? year - 1 : year
            let era = shifted.quotientFloor(400)
            let yearOfEra = shifted - era * 400
            let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
            return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        }
    }
}

extension Int64 {
    fileprivate func quotientFloor(_ divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }

    fileprivate func remainderFloor(_ divisor: Int64) -> Int64 { self - quotientFloor(divisor) * divisor }
}
