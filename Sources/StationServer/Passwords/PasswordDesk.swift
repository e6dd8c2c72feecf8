import StationAccounts
import StationCore
import StationProtocol

/// Where passwords are worked on: hashes on threads that stand back behind the loop, estimates of strength on one that
/// does not wait for hashes.
final class PasswordDesk: Sendable {
    let worker: PasswordWorker
    let hashes: FairPool
    let checks: FairPool
    /// Milliseconds that one hash is reckoned at, for those who are told to come again.
    private static let hashMilliseconds = 40

    init(_ settings: PasswordSettings) throws {
        worker = PasswordWorker(try PasswordHasher(settings.parameters), blocklist: settings.blocklist)
        hashes = FairPool(
            name: "hash", threads: settings.threads, capacity: Limits.passwordsWaiting, niceness: 10)
        checks = FairPool(name: "strength", threads: 1, capacity: Limits.checksWaiting, niceness: 0)
    }

    /// Seconds until there will be room again, spread out so that not all come back at once.
    var retryAfterSeconds: Int64 {
        let seconds = hashes.figures.waiting * PasswordDesk.hashMilliseconds / 1_000 / max(1, hashes.threads)
        let base = Int64(max(1, seconds))
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
