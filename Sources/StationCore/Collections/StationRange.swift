import StationProtocol

/// The numbers of a pool: `first` to `last`, of one length, at most ``Limits/poolNumbers``.
struct StationRange: Sendable, Hashable {
    let width: Int
    private let first: UInt128
    let count: Int

    /// nil when the two are not of one length, not in order, or too far apart.
    init?(first: StationID, last: StationID) {
        guard first.text.utf8.count == last.text.utf8.count else { return nil }
        let (low, high) = (StationRange.number(first), StationRange.number(last))
        guard low <= high, high - low < UInt128(Limits.poolNumbers) else { return nil }
        width = first.text.utf8.count
        self.first = low
        count = Int(high - low) + 1
    }

    func index(of station: StationID) -> Int? {
        guard station.text.utf8.count == width else { return nil }
        let number = StationRange.number(station)
        guard number >= first, number - first < UInt128(count) else { return nil }
        return Int(number - first)
    }

    subscript(index: Int) -> StationID {
        let digits = String(first + UInt128(index))
        return StationID(String(repeating: "0", count: width - digits.utf8.count) + digits)!
    }

    func overlaps(_ other: StationRange) -> Bool {
        width == other.width && first < other.first + UInt128(other.count) && other.first < first + UInt128(count)
    }

    private static func number(_ station: StationID) -> UInt128 {
        station.text.utf8.reduce(0) { $0 * 10 + UInt128($1 - 0x30) }
    }
}
