import CStationHost
import CSystemd
import Foundation
import Glibc
import Synchronization

/// The host's login manager (logind) as evidence of life: which OS sessions are open, in front, locked, idle.
///
/// A thread of its own follows the sessions that are watched. Whether they are open is read from the login manager's
/// records; locked and idle come over the system bus, and are not known while that is away.
public final class LoginManager: Sendable {
    struct Shared {
        var sessions = WatchedSessions()
        /// Watched since the thread last looked: it asks the bus about them.
        var added: [String] = []
        var isStopped = false
    }

    let shared = Mutex(Shared())
    let onChange: @Sendable (String, OSSessionReport) -> Void
    let onProblem: @Sendable (String) -> Void
    private let wake: CInt
    private let stopped = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - onChange: told when the report on a watched session is another one than `watch` or the last call gave. On the
    ///     login manager's thread; one that is on its way may still come after `unwatch`.
    ///   - onProblem: told, once each time, when the system bus is lost.
    /// - Returns: nil where the host has no login manager, as in containers: nothing is known of OS sessions then.
    public init?(
        onChange: @escaping @Sendable (String, OSSessionReport) -> Void,
        onProblem: @escaping @Sendable (String) -> Void
    ) {
        // Its directories may be there without it; a host that systemd has booted has it, or starts it when asked.
        guard sd_booted() > 0 else { return nil }
        var monitor: OpaquePointer?
        let result = sd_login_monitor_new("session", &monitor)
        guard result >= 0, let monitor else {
            onProblem("OS sessions cannot be followed: \(String(cString: strerror(-result)))")
            return nil
        }
        self.onChange = onChange
        self.onProblem = onProblem
        wake = station_event()
        let loop = LoginLoop(self, monitor: monitor, wake: wake)
        let thread = Thread { [stopped] in
            loop.run()
            stopped.signal()
        }
        thread.name = "stationd-login"
        thread.start()
    }

    /// Begins to watch. Reads files in memory and never waits for the bus: whether the session is locked or idle comes
    /// through `onChange` a moment later, where it is. Watching it twice is watching it once.
    ///
    /// - Returns: nil where there is no such session.
    public func watch(_ session: String) -> OSSessionReport? {
        shared.withLock { shared in
            // Read under the lock: what the thread sees afterwards is newer.
            guard let report = shared.sessions.watch(session, OSSessionState(of: session)) else { return nil }
            if !report.isEnded, !shared.isStopped {
                shared.added.append(session)
                rouse()
            }
            return report
        }
    }

    public func unwatch(_ session: String) { shared.withLock { $0.sessions.unwatch(session) } }

    /// Reports nothing more; returns when that is sure. To be called once, and not from `onChange` or `onProblem`.
    public func stop() {
        shared.withLock { shared in
            shared.isStopped = true
            rouse()
        }
        stopped.wait()
        close(wake)
    }

    private func rouse() {
        var one: UInt64 = 1
        write(wake, &one, 8)
    }
}
