import CoreMetrics
import StationCore
import StationMetrics
import StationProtocol

/// What the server counts and times as it happens. What can be asked for is asked when somebody reads.
final class BrokerMeasures: Sendable {
    let registry = MetricsRegistry()
    private let grants: [Purpose: Counter]
    private let refusals: [Reason: Counter]
    private let ends: [EndReason: Counter]
    private let commits: CoreMetrics.Timer
    private let hashes: CoreMetrics.Timer

    init() {
        registry.describe("stationd_grants_total", .counter, "Sessions granted, by purpose.")
        registry.describe("stationd_refusals_total", .counter, "Requests refused, by reason.")
        registry.describe("stationd_ends_total", .counter, "Sessions ended, by reason.")
        registry.describe(
            "stationd_commit_seconds", .histogram, "Time to write a batch of changes and have it on disk, in seconds.")
        registry.describe("stationd_hash_seconds", .histogram, "Time to work on one password, in seconds.")
        // Each is there from the start, with 0: what was never seen is not the same as what is not measured.
        func counters<Word: RawRepresentable<String> & CaseIterable & Hashable>(
            _ name: String, _ label: String, _ registry: MetricsRegistry
        ) -> [Word: Counter] {
            Dictionary(
                uniqueKeysWithValues: Word.allCases.map {
                    ($0, Counter(label: name, dimensions: [(label, $0.rawValue)], factory: registry))
                })
        }
        grants = counters("stationd_grants_total", "purpose", registry)
        refusals = counters("stationd_refusals_total", "reason", registry)
        ends = counters("stationd_ends_total", "reason", registry)
        commits = CoreMetrics.Timer(label: "stationd_commit_seconds", factory: registry)
        hashes = CoreMetrics.Timer(label: "stationd_hash_seconds", factory: registry)
    }

    func refused(_ reason: Reason) { refusals[reason]?.increment() }

    func happened(_ event: Event) {
        guard case .session(let session, _, _, _) = event.payload else { return }
        switch event.type {
        case .sessionOpened: grants[session.purpose]?.increment()
        case .sessionEnded: if let reason = session.endReason { ends[reason]?.increment() }
        default: break
        }
    }

    /// To be called on any thread.
    func committed(in duration: Duration) { commits.recordNanoseconds(duration.nanoseconds) }

    /// To be called on any thread.
    func worked(for duration: Duration) { hashes.recordNanoseconds(duration.nanoseconds) }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
