import CSystemd
import Glibc

/// The login manager on the system bus: one connection, which never waits. One thread's own.
///
/// Signals only say where to look: anyone on the bus may send us one in the login manager's name. What is believed are
/// answers to our own questions, and its records.
final class LoginBus {
    enum Event {
        /// Connected; every signal comes from now on.
        case ready
        /// The login manager began anew: what was locked or idle may not be so any more.
        case restarted
        /// Something about a session is said to have changed.
        case changed(String)
        /// The answer to a question; nil where there was none.
        case hints(String, WatchedSessions.Hints?)
    }

    /// Microseconds that the bus has for an answer.
    static let callTimeout: UInt64 = 1_000_000
    /// Questions under way at once: dbus-daemon allows 128 a connection.
    static let maxUnderWay = 32
    /// Messages that are taken before the thread looks at other things again.
    private static let maxMessagesATurn = 256

    static let service = "org.freedesktop.login1"
    static let sessions = "/org/freedesktop/login1/session"

    private(set) var bus: OpaquePointer?
    private(set) var isReady = false
    var events: [Event] = []
    /// Signals that the bus has not taken up yet.
    var unfollowed = 0
    /// The sessions to ask about, and those asked about by the number of the call.
    var waiting: Set<String> = []
    var underWay: [UInt64: String] = [:]
    /// The first thing that went wrong in a callback.
    private(set) var problem: HostError?

    /// - Throws: ``HostError`` where there is no bus to connect to.
    init() throws {
        try LoginBus.check(sd_bus_open_system(&bus))
        try LoginBus.check(sd_bus_set_method_call_timeout(bus, LoginBus.callTimeout))
        try follow()
    }

    deinit { sd_bus_close_unref(bus) }

    // MARK: The thread's loop

    /// What poll is to wait for.
    var awaited: pollfd {
        let events = max(0, sd_bus_get_events(bus))
        return pollfd(fd: sd_bus_get_fd(bus), events: Int16(truncatingIfNeeded: events), revents: 0)
    }

    /// Milliseconds until `process` is to be called even without an event; nil where it need not be.
    var patience: Int64? {
        var due: UInt64 = 0
        guard problem == nil, sd_bus_get_timeout(bus, &due) >= 0 else { return 0 }
        guard due != UInt64.max else { return nil }
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let elapsed = UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1_000
        // Rounded up: a little too early, and the thread would spin until it is due.
        return due > elapsed ? Int64(clamping: (due - elapsed) / 1_000 + 1) : 0
    }

    /// Reads and writes what can be read and written at once.
    ///
    /// - Returns: what came of it.
    /// - Throws: ``HostError`` when the connection is lost. It is of no use any more then.
    func process() throws -> [Event] {
        for _ in 0..<LoginBus.maxMessagesATurn {
            if let problem { throw problem }
            let result = sd_bus_process(bus, nil)
            try LoginBus.check(result)
            if result == 0 { break }
        }
        defer { events = [] }
        return events
    }

    // MARK: For the callbacks

    private static let remedy = "look at dbus.service; the daemon's user must be one that the bus can look up"

    private static func problem(_ code: CInt) -> HostError {
        HostError("the system bus is away", code: code, remedy: remedy)
    }

    static func check(_ result: CInt) throws {
        if result < 0 { throw problem(-result) }
    }

    func note(_ result: CInt) {
        if result < 0 { problem = problem ?? LoginBus.problem(-result) }
    }

    func note(_ error: UnsafePointer<sd_bus_error>) {
        let message = error.pointee.message.map { String(cString: $0) } ?? "no reason given"
        problem = problem ?? HostError("the system bus is away: \(message)", remedy: LoginBus.remedy)
    }

    func becomeReady() {
        isReady = true
        events.append(.ready)
    }

    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static func of(_ context: UnsafeMutableRawPointer?) -> LoginBus {
        Unmanaged<LoginBus>.fromOpaque(context!).takeUnretainedValue()
    }
}
