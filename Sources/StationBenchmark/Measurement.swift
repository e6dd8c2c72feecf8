import Histogram

/// What one workload did in one cell.
struct Measurement {
    let name: String
    let cell: Cell
    private(set) var errors = 0
    private var latencies = Histogram<UInt64>(
        lowestDiscernibleValue: 100, highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)

    init(_ name: String, _ cell: Cell) {
        self.name = name
        self.cell = cell
    }

    mutating func add(_ nanoseconds: UInt64, isError: Bool) {
        if isError { errors += 1 } else { latencies.record(nanoseconds) }
    }

    /// Answers a second.
    var rate: Double { Double(latencies.totalCount) / cell.seconds }

    /// Microseconds.
    func percentile(_ percentile: Double) -> Double { Double(latencies.valueAtPercentile(percentile)) / 1_000 }
}
