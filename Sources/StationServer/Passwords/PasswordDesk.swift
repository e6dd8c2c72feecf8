import StationAccounts
import StationCore
import StationHost
import StationProtocol

/// Where passwords are worked on: hashes on threads that stand back behind the loop, estimates of strength on one that
/// does not wait for hashes.
final class PasswordDesk: Sendable {
    let worker: PasswordWorker
    let hashes: FairPool
    let checks: FairPool
    /// Milliseconds that one hash is reckoned at, for those who are told to come again.
    private let hashMilliseconds: Int64

    /// - Parameter hashes: those of the ledger, for the parameters by which they were made.
    init(_ settings: PasswordSettings, ledger hashes: some Sequence<PasswordHash>) throws {
        let others = Set(hashes.lazy.compactMap { HashParameters(phc: $0.text) })
        let hasher = try PasswordHasher(settings.parameters, others: others)
        // The lesser of two: the first one of a process also pays for its memory.
        hashMilliseconds = try (0..<2).map { _ in
            let began = HostClock.bootMilliseconds
            _ = try hasher.hash(Password("measured")!)
            return max(1, HostClock.bootMilliseconds - began)
        }.min()!
        worker = PasswordWorker(hasher, blocklist: settings.blocklist)
        self.hashes = FairPool(
            name: "hash", threads: settings.threads, capacity: Limits.passwordsWaiting, niceness: 10)
        checks = FairPool(name: "strength", threads: 1, capacity: Limits.checksWaiting, niceness: 0)
    }

    /// Seconds until there will be room again, spread out so that not all come back at once.
    var retryAfterSeconds: Int64 {
        let seconds = Int64(hashes.figures.waiting) * hashMilliseconds / 1_000 / Int64(max(1, hashes.threads))
        let base = max(1, seconds)
        return base + Int64.random(in: 0...base)
    }

    var status: PasswordStatus {
        let figures = hashes.figures
        var status = PasswordStatus()
        status.threads = Int64(hashes.threads)
        status.waiting = Int64(figures.waiting)
        status.done = figures.done
        status.overloaded = figures.overloaded
        status.memoryKiB = Int64(worker.hasher.parameters.memoryKiB)
        status.iterations = Int64(worker.hasher.parameters.iterations)
        return status
    }

    func stop() {
        hashes.stop()
        checks.stop()
    }
}
