import CStationHost
import Foundation
import Glibc

/// Accepts connections on a thread of its own and takes their credentials at once.
public final class Acceptor: Sendable {
    /// Milliseconds to wait when there are no descriptors left, instead of spinning on a listener that stays readable.
    private static let pauseWithoutDescriptors: Int32 = 100

    private let socket: ListeningSocket
    private let wake: CInt
    private let method: PeerProcess.Method
    private let onConnection: @Sendable (CInt, PeerCredentials, ProcessHandle?) -> Void
    private let onProblem: @Sendable (String) -> Void
    private let stopped = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - method: how the peer's process is found.
    ///   - onConnection: owns the descriptor from then on; is told the peer's process where that is sure. Called on the
    ///     acceptor's thread.
    ///   - onProblem: told of a connection that was turned away, or of a pause.
    public init(
        _ socket: ListeningSocket, _ method: PeerProcess.Method,
        onConnection: @escaping @Sendable (CInt, PeerCredentials, ProcessHandle?) -> Void,
        onProblem: @escaping @Sendable (String) -> Void
    ) {
        self.socket = socket
        self.method = PeerProcess.isToldByKernel ? method : .byPid
        self.onConnection = onConnection
        self.onProblem = onProblem
        wake = station_event()
    }

    public func start() {
        let thread = Thread { [self] in
            run()
            stopped.signal()
        }
        thread.name = "stationd-accept"
        thread.start()
    }

    /// Accepts nothing more; returns when that is sure.
    public func stop() {
        var one: UInt64 = 1
        write(wake, &one, 8)
        stopped.wait()
        close(wake)
    }

    private func run() {
        var descriptors = [
            pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        ]
        // Found by pid, a peer is sure only where it is known when nobody waited last: so that is looked at often.
        let patience = method == .byPid ? CInt(PeerProcess.noReuseWithin / 2) : -1
        var nobodyWaitedAt = HostClock.bootMilliseconds
        while true {
            let asked = HostClock.bootMilliseconds
            let ready = poll(&descriptors, 2, patience)
            guard ready >= 0 || errno == EINTR else { return }
            if descriptors[1].revents != 0 { return }
            if ready == 0 { nobodyWaitedAt = asked }
            if ready > 0 { acceptAll(&nobodyWaitedAt) }
        }
    }

    private func acceptAll(_ nobodyWaitedAt: inout Int64) {
        while true {
            let asked = HostClock.bootMilliseconds
            let descriptor = station_accept(socket.descriptor)
            if descriptor >= 0 {
                admit(descriptor, nobodyWaitedAt)
                continue
            }
            switch errno {
            case EAGAIN:
                nobodyWaitedAt = asked
                return
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                onProblem("no file descriptors left: \(String(cString: strerror(errno)))")
                var waker = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
                poll(&waker, 1, Acceptor.pauseWithoutDescriptors)
                return
            default: return
            }
        }
    }

    private func admit(_ descriptor: CInt, _ nobodyWaitedAt: Int64) {
        do {
            let credentials = try PeerCredentials(of: descriptor)
            let process = PeerProcess.handle(
                of: descriptor, pid: credentials.pid, method, nobodyWaitedAt: nobodyWaitedAt)
            onConnection(descriptor, credentials, process)
        } catch {
            onProblem("\(error)")
            close(descriptor)
        }
    }
}
