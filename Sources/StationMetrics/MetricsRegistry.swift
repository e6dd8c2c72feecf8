import CoreMetrics
import Synchronization

/// The seam to swift-metrics: what is counted and timed through its API is kept here and read as families of lines.
///
/// Counters and timers only: whatever has a state that can be asked for is asked when somebody reads.
public final class MetricsRegistry: MetricsFactory {
    private struct Known {
        /// In the order in which they were described, which is the order in which they are read.
        var families: [MetricFamily] = []
        var counters: [String: [CountingHandler]] = [:]
        var timers: [String: [TimingHandler]] = [:]
    }

    private let known = Mutex(Known())

    public init() {}

    /// Says what a name means; a counter or a timer made under a name that nobody described is not shown.
    public func describe(_ name: String, _ kind: MetricFamily.Kind, _ help: String) {
        known.withLock { $0.families.append(MetricFamily(name, kind, help)) }
    }

    /// Everything as it stands at this moment.
    public var families: [MetricFamily] {
        known.withLock { known in
            known.families.map { described in
                var family = described
                for counter in known.counters[family.name] ?? [] { counter.write(to: &family) }
                for timer in known.timers[family.name] ?? [] { timer.write(to: &family) }
                return family
            }
        }
    }

    // MARK: MetricsFactory

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let handler = CountingHandler(dimensions)
        known.withLock { $0.counters[label, default: []].append(handler) }
        return handler
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let handler = TimingHandler(dimensions)
        known.withLock { $0.timers[label, default: []].append(handler) }
        return handler
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        NOOPMetricsHandler.instance
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler { NOOPMetricsHandler.instance }

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
}
