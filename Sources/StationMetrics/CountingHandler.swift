import CoreMetrics
import Synchronization

/// A number that only grows.
final class CountingHandler: CounterHandler {
    private let dimensions: [(String, String)]
    private let count = Atomic<Int64>(0)

    init(_ dimensions: [(String, String)]) { self.dimensions = dimensions }

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }

    func write(to family: inout MetricFamily) {
        family.add(Double(count.load(ordering: .relaxed)), dimensions)
    }
}
