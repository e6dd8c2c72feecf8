/// Reads an RFC 3339 time, with any fraction and any offset, to milliseconds since 1970.
struct TimestampScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func scan() -> Int64? {
        guard let year = number(4), year >= 1970, take("-"), let month = number(2), (1...12).contains(month),
            take("-"), let day = number(2), day >= 1, day <= TimestampScanner.lengthOf(month, in: year),
            take("T") || take("t") || take(" "),
            let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60, take(":"),
            let second = number(2), second <= 60, let fraction = fraction(), let offset = offset(), at == bytes.count
        else { return nil }
        let days = Timestamp.Calendar.days(year: year, month: month, day: day)
        return ((days * 24 + hour) * 60 + minute - offset) * 60_000 + second * 1_000 + fraction
    }

    private static func lengthOf(_ month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(character.value) else { return false }
        at += 1
        return true
    }

    private mutating func number(_ width: Int) -> Int64? {
        guard at + width <= bytes.count, bytes[at..<at + width].allSatisfy(ASCII.isDigit) else { return nil }
        defer { at += width }
        return bytes[at..<at + width].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        var value: Int64 = 0
        var scale: Int64 = 100
        let start = at
        while at < bytes.count, ASCII.isDigit(bytes[at]) {
            value += Int64(bytes[at] - 0x30) * scale
            scale /= 10
            at += 1
        }
        return at > start ? value : nil
    }

    /// Minutes east of Greenwich.
    private mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64 = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }
}
