import Foundation
import Histogram
import StationProtocol

/// Asks session.verify every millisecond, on a connection and a thread of its own, until it is told to end.
final class Probe: @unchecked Sendable {
    private let line: Requests
    private let lock = NSLock()
    private var isEnding = false
    private var latencies = Crowd.histogram()
    private let ended = DispatchSemaphore(value: 0)

    init(_ socket: String) throws {
        line = try Requests(socket)
        Thread { self.run() }.start()
    }

    private func run() {
        while !lock.withLock({ isEnding }) {
            let began = Clock.now
            // A session that never was is answered the same way, by the same look-up.
            guard (try? line.call("session.verify", ["id": "38g23csbp0001", "fence": 1])) != nil else { break }
            latencies.record(Clock.now - began)
            usleep(1_000)
        }
        ended.signal()
    }

    /// - Returns: the latencies, and how many there are.
    func end() throws -> (Histogram<UInt64>, Int) {
        lock.withLock { isEnding = true }
        ended.wait()
        line.shut()
        return (latencies, Int(latencies.totalCount))
    }
}
