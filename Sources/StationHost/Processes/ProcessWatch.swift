import CEventPoll
import CStationHost
import Foundation
import Glibc
import Synchronization

/// Tells when processes exit, from the kernel and at once: one thread that waits on all their pidfds.
public final class ProcessWatch: Sendable {
    /// Exits taken from the kernel at once.
    private static let eventsAtOnce = 256

    private struct Watched {
        var handles: [UInt64: ProcessHandle] = [:]
        var keys: [HostProcess: UInt64] = [:]
        var lastKey: UInt64 = 0
    }

    private let poller: CInt
    private let wake: CInt
    private let watched = Mutex(Watched())
    private let onExit: @Sendable ([HostProcess]) -> Void
    private let stopped = DispatchSemaphore(value: 0)

    /// - Parameter onExit: called on a thread of its own, once for each watched process.
    /// - Throws: ``HostError`` where the kernel gives no descriptors.
    public init(onExit: @escaping @Sendable ([HostProcess]) -> Void) throws {
        self.onExit = onExit
        poller = epoll_create1(CInt(EPOLL_CLOEXEC))
        wake = station_event()
        guard poller >= 0, wake >= 0 else {
            throw HostError("processes cannot be watched", code: errno, remedy: "raise the limit of open files")
        }
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: 0))
        epoll_ctl(poller, EPOLL_CTL_ADD, wake, &event)
        let thread = Thread { [self] in
            run()
            stopped.signal()
        }
        thread.name = "stationd-procs"
        thread.start()
    }

    /// Begins to watch. One that has exited already is told of too.
    ///
    /// - Returns: false where the kernel does not take it; then nothing will be told.
    @discardableResult
    public func add(_ handle: ProcessHandle) -> Bool {
        watched.withLock { watched in
            guard watched.keys[handle.process] == nil else { return true }
            watched.lastKey += 1
            let key = watched.lastKey
            var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: key))
            guard epoll_ctl(poller, EPOLL_CTL_ADD, handle.descriptor, &event) == 0 else { return false }
            watched.keys[handle.process] = key
            watched.handles[key] = handle
            return true
        }
    }

    public func remove(_ process: HostProcess) {
        let handle = watched.withLock { watched -> ProcessHandle? in
            guard let key = watched.keys.removeValue(forKey: process) else { return nil }
            let handle = watched.handles.removeValue(forKey: key)
            if let handle { epoll_ctl(poller, EPOLL_CTL_DEL, handle.descriptor, nil) }
            return handle
        }
        // Its descriptor is closed outside the lock.
        withExtendedLifetime(handle) {}
    }

    /// Tells nothing more; returns when that is sure.
    public func stop() {
        var one: UInt64 = 1
        write(wake, &one, 8)
        stopped.wait()
        close(wake)
        close(poller)
    }

    private func run() {
        var events = [epoll_event](repeating: epoll_event(), count: ProcessWatch.eventsAtOnce)
        while true {
            let count = epoll_wait(poller, &events, CInt(events.count), -1)
            guard count >= 0 || errno == EINTR else { return }
            let keys = events.prefix(Int(max(0, count))).map(\.data.u64)
            let exited = keys.compactMap { key in watched.withLock { $0.handles[key]?.process } }
            for process in exited { remove(process) }
            if !exited.isEmpty { onExit(exited) }
            if keys.contains(0) { return }
        }
    }
}
