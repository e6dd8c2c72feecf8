import CStationHost
import Glibc

/// Finds the process at the other end of a connection, right after accept.
public enum PeerProcess {
    /// How the peer's process is found.
    public enum Method: String, Sendable, CaseIterable {
        /// By `SO_PEERPIDFD` (Linux 6.5) where the kernel has it, else by pid.
        case auto
        /// As on older kernels, by the pid that the kernel recorded at connect.
        case byPid
    }

    /// What is known of when a connection was made.
    struct Arrival {
        /// The last moment at which nobody waited to be accepted, in milliseconds of the boot clock.
        var nobodyWaitedAt: Int64
        /// When the connection was accepted, on the same clock.
        var acceptedAt: Int64
        var isConnected: Bool
    }

    /// Milliseconds in which no host can go through all its pids and come back to one: with the 32,768 that Linux has at
    /// least, it would have to start 130,000 processes a second.
    static let noReuseWithin: Int64 = 250

    /// Whether a process that has the peer's pid now is the one that connected.
    ///
    /// Who connected had begun before; who got the pid afterwards began later. When the connection was made is not told,
    /// but it was after the last moment at which nobody waited: so whoever began before that moment is the peer. Whoever
    /// began later is it too where no pid can have come again since; else nobody can tell, and it does not count. A peer
    /// that has hung up is gone: its pid may be anybody's.
    static func isPeer(startedAt: Int64, _ arrival: Arrival) -> Bool {
        guard arrival.isConnected else { return false }
        if startedAt < arrival.nobodyWaitedAt { return true }
        return arrival.acceptedAt - arrival.nobodyWaitedAt <= noReuseWithin
    }

    /// - Returns: nil where the process is gone or cannot be told for sure: it is no evidence then.
    static func handle(
        of connection: CInt, pid: Int32, _ method: Method, nobodyWaitedAt: Int64
    ) -> ProcessHandle? {
        guard pid > 0 else { return nil }
        if method == .auto {
            let descriptor = station_peer_pidfd(connection)
            if descriptor >= 0 { return ProcessHandle.make(descriptor, pid: pid) }
            // Anything else than a kernel that does not know the question means that there is nobody any more.
            guard errno == ENOPROTOOPT else { return nil }
        }
        guard let handle = ProcessHandle.open(pid: pid) else { return nil }
        let arrival = Arrival(
            nobodyWaitedAt: nobodyWaitedAt, acceptedAt: HostClock.bootMilliseconds,
            isConnected: isConnected(connection))
        return isPeer(startedAt: handle.process.startMilliseconds, arrival) ? handle : nil
    }

    /// Whether the kernel tells peers' processes by itself.
    public static let isToldByKernel: Bool = {
        var pair: [CInt] = [0, 0]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &pair) == 0 else { return false }
        let descriptor = station_peer_pidfd(pair[0])
        for opened in pair + [descriptor] where opened >= 0 { close(opened) }
        return descriptor >= 0
    }()

    private static func isConnected(_ connection: CInt) -> Bool {
        var entry = pollfd(fd: connection, events: 0, revents: 0)
        return poll(&entry, 1, 0) == 0
    }
}
