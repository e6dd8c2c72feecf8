import Dispatch
import Foundation
import Glibc
import StationCore
import Synchronization

/// Threads for work that is too slow for the broker's loop, with a bounded queue that is fair among sources: each source
/// has its turn, however much another has waiting, and when the queue is full the source with most of it gives way.
final class FairPool: Sendable {
    struct Figures: Sendable {
        var waiting = 0
        var done: Int64 = 0
        var overloaded: Int64 = 0
    }

    enum Submission {
        case taken
        /// The queue is full: this one, the last of the source with the most, will not be done.
        case displaced(RequestRef)
    }

    private struct Job {
        var ref: RequestRef
        var body: @Sendable () -> Void
    }

    private struct State {
        var queues: [String: [Job]] = [:]
        /// The sources that have something waiting, in the order of their turns.
        var turns: [String] = []
        var figures = Figures()
        var isStopping = false
    }

    let threads: Int
    private let capacity: Int
    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)
    private let running = DispatchGroup()
    /// Milliseconds that a job at work is waited for at the end.
    private static let stopMilliseconds = 1_000

    /// - Parameters:
    ///   - capacity: jobs that wait at most.
    ///   - niceness: added to the threads' own, 0 to 19: how much they stand back behind the loop.
    init(name: String, threads: Int, capacity: Int, niceness: Int32) {
        self.threads = threads
        self.capacity = capacity
        for _ in 0..<threads {
            running.enter()
            let thread = Thread { [weak self, available, running] in
                setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
                defer { running.leave() }
                while true {
                    available.wait()
                    guard let self, self.runNext() else { return }
                }
            }
            thread.name = name
            thread.start()
        }
    }

    deinit {
        for _ in 0..<threads { available.signal() }
    }

    var figures: Figures { state.withLock { $0.figures } }

    func submit(_ ref: RequestRef, source: String, _ body: @escaping @Sendable () -> Void) -> Submission {
        let submission = state.withLock { state -> Submission in
            var submission = Submission.taken
            if state.figures.waiting >= capacity {
                state.figures.overloaded += 1
                let own = state.queues[source]?.count ?? 0
                guard let largest = state.queues.max(by: { $0.value.count < $1.value.count }),
                    largest.value.count > own + 1, let last = largest.value.last
                else { return .displaced(ref) }
                state.queues[largest.key]?.removeLast()
                state.figures.waiting -= 1
                submission = .displaced(last.ref)
            }
            if state.queues[source] == nil { state.turns.append(source) }
            state.queues[source, default: []].append(Job(ref: ref, body: body))
            state.figures.waiting += 1
            return submission
        }
        if case .displaced(let other) = submission, other == ref { return submission }
        available.signal()
        return submission
    }

    /// Takes back what has not begun.
    ///
    /// - Returns: whether it had not.
    func withdraw(_ ref: RequestRef) -> Bool {
        state.withLock { state in
            for (source, jobs) in state.queues {
                guard let index = jobs.firstIndex(where: { $0.ref == ref }) else { continue }
                state.queues[source]?.remove(at: index)
                state.figures.waiting -= 1
                return true
            }
            return false
        }
    }

    /// Takes nothing more up, drops what waits, and waits for what is at work.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.queues.removeAll()
            state.turns.removeAll()
            state.figures.waiting = 0
        }
        for _ in 0..<threads { available.signal() }
        _ = running.wait(timeout: .now() + .milliseconds(FairPool.stopMilliseconds))
    }

    /// - Returns: whether there will be more.
    private func runNext() -> Bool {
        let (job, isStopping) = state.withLock { state -> (Job?, Bool) in
            guard !state.isStopping else { return (nil, true) }
            // A source whose jobs were all taken back has its turn all the same, and nothing to do.
            while !state.turns.isEmpty {
                let source = state.turns.removeFirst()
                guard var jobs = state.queues[source], !jobs.isEmpty else {
                    state.queues[source] = nil
                    continue
                }
                let job = jobs.removeFirst()
                state.queues[source] = jobs.isEmpty ? nil : jobs
                if !jobs.isEmpty { state.turns.append(source) }
                state.figures.waiting -= 1
                return (job, false)
            }
            return (nil, false)
        }
        job?.body()
        if job != nil { state.withLock { $0.figures.done += 1 } }
        return !isStopping
    }
}
