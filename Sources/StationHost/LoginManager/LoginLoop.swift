import CSystemd
import Glibc

/// What the login manager's thread does: waits for the records, the bus and the broker, and reports what has changed.
/// Touched by that thread alone.
final class LoginLoop: @unchecked Sendable {
    /// Milliseconds between two looks at all records: a storm of logins must not cost more than a part of one core.
    private static let lookPause: Int64 = 100
    /// Milliseconds after which everything is asked again: terminals become idle without a signal.
    private static let refreshPause: Int64 = 60_000
    /// Milliseconds before the bus is tried again: doubled each time, up to the second.
    private static let busPause: (least: Int64, most: Int64) = (500, 60_000)

    private let manager: LoginManager
    private let monitor: OpaquePointer
    private let wake: CInt
    private var bus: LoginBus?
    /// Boot-time milliseconds, as all that is due.
    private var lookDue: Int64?
    private var lastLook = Int64.min / 2
    private var refreshDue: Int64 = 0
    private var busDue: Int64? = 0
    private var busPause = LoginLoop.busPause.least
    private var isProblemTold = false

    init(_ manager: LoginManager, monitor: OpaquePointer, wake: CInt) {
        self.manager = manager
        self.monitor = monitor
        self.wake = wake
    }

    deinit { sd_login_monitor_unref(monitor) }

    func run() {
        while true {
            guard wait() else { return }
            let (isStopped, added) = manager.shared.withLock { shared in
                defer { shared.added = [] }
                return (shared.isStopped, shared.added)
            }
            if isStopped { return }
            bus?.ask(added)
            let now = HostClock.bootMilliseconds
            if let due = lookDue, due <= now { look(now) }
            if refreshDue <= now { refresh(now) }
            if let due = busDue, due <= now { connect() }
            converse()
        }
    }

    // MARK: Waiting

    /// - Returns: false when there is no going on.
    private func wait() -> Bool {
        var descriptors = [
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            pollfd(fd: sd_login_monitor_get_fd(monitor), events: Int16(POLLIN), revents: 0),
        ]
        if let bus { descriptors.append(bus.awaited) }
        guard poll(&descriptors, nfds_t(descriptors.count), patience) >= 0 || errno == EINTR else {
            manager.onProblem("OS sessions are not followed any more: \(String(cString: strerror(errno)))")
            return false
        }
        if descriptors[0].revents != 0 {
            var count: UInt64 = 0
            read(wake, &count, 8)
        }
        if descriptors[1].revents != 0 {
            sd_login_monitor_flush(monitor)
            lookDue = lookDue ?? lastLook + LoginLoop.lookPause
        }
        return true
    }

    /// Milliseconds until something is due, as poll takes them.
    private var patience: Int32 {
        let due = [lookDue, refreshDue, busDue].compactMap { $0 }.min() ?? refreshDue
        let left = max(0, due - HostClock.bootMilliseconds)
        return Int32(clamping: min(left, bus?.patience ?? left))
    }

    // MARK: Records

    /// Looks at the records of every watched session: the login manager says that something changed, not what.
    private func look(_ now: Int64) {
        lookDue = nil
        lastLook = now
        look(at: manager.shared.withLock { $0.sessions.open })
    }

    private func look(at sessions: [String]) {
        // Read under the lock, as `watch` does: what is seen must not be of a session that had the name before.
        for session in sessions { report(session) { $0.saw(session, OSSessionState(of: session)) } }
    }

    private func refresh(_ now: Int64) {
        refreshDue = now + LoginLoop.refreshPause
        look(now)
        bus?.ask(manager.shared.withLock { $0.sessions.open })
    }

    private func report(_ session: String, _ change: (inout WatchedSessions) -> OSSessionReport?) {
        if let report = manager.shared.withLock({ change(&$0.sessions) }) { manager.onChange(session, report) }
    }

    // MARK: The bus

    private func connect() {
        busDue = nil
        do {
            bus = try LoginBus()
        } catch {
            lose(error)
        }
    }

    private func converse() {
        guard let bus else { return }
        do {
            for event in try bus.process() { handle(event) }
        } catch {
            self.bus = nil
            lose(error, wasReady: bus.isReady)
        }
    }

    private func handle(_ event: LoginBus.Event) {
        switch event {
        case .ready:
            busPause = LoginLoop.busPause.least
            isProblemTold = false
            refresh(HostClock.bootMilliseconds)
        case .restarted: refresh(HostClock.bootMilliseconds)
        case .changed(let session):
            guard manager.shared.withLock({ $0.sessions.isOpen(session) }) else { return }
            look(at: [session])
            bus?.ask([session])
        case .hints(let session, let hints):
            // No answer may mean that there is no such session any more.
            if hints == nil { look(at: [session]) }
            report(session) { $0.heard(session, hints ?? .init()) }
        }
    }

    /// - Parameter wasReady: after a connection that was good, the bus may be back in a moment: what it said stands until
    ///   that has failed.
    private func lose(_ error: any Error, wasReady: Bool = false) {
        busDue = HostClock.bootMilliseconds + busPause
        busPause = min(busPause * 2, LoginLoop.busPause.most)
        if !isProblemTold {
            isProblemTold = true
            manager.onProblem("\(error): whether OS sessions are locked or idle is not known until it is back")
        }
        guard !wasReady else { return }
        for session in manager.shared.withLock({ $0.sessions.open }) { report(session) { $0.heard(session, .init()) } }
    }
}
