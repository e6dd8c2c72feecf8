import CoreMetrics
import Synchronization

/// How long something took: how often at most how long, as Prometheus's histograms have it.
final class TimingHandler: TimerHandler {
    /// Upper bounds in seconds: from a commit on a fast disk to a login that waits behind hundreds of others.
    static let bounds = [
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
    ]

    private struct Totals {
        var counts = [Int64](repeating: 0, count: bounds.count + 1)
        var nanoseconds: Int64 = 0
    }

    private let dimensions: [(String, String)]
    private let totals = Mutex(Totals())

    init(_ dimensions: [(String, String)]) { self.dimensions = dimensions }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let bucket = TimingHandler.bounds.firstIndex { seconds <= $0 } ?? TimingHandler.bounds.count
        totals.withLock {
            $0.counts[bucket] += 1
            $0.nanoseconds += duration
        }
    }

    func write(to family: inout MetricFamily) {
        let totals = totals.withLock { $0 }
        var sum: Int64 = 0
        // The places keep the buckets in their order, and sum and count behind them.
        let place = dimensions.map(\.1).joined(separator: ".")
        for (index, count) in totals.counts.enumerated() {
            sum += count
            let bound = index < TimingHandler.bounds.count ? "\(TimingHandler.bounds[index])" : "+Inf"
            let number = index < 10 ? "0\(index)" : "\(index)"
            family.add(Double(sum), dimensions + [("le", bound)], suffix: "_bucket", place: "\(place).\(number)")
        }
        family.add(Double(totals.nanoseconds) / 1e9, dimensions, suffix: "_sum", place: "\(place).sum")
        family.add(Double(sum), dimensions, suffix: "_count", place: "\(place).tally")
    }
}
