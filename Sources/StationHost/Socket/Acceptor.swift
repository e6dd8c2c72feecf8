import CStationHost
import Foundation
import Glibc

/// Accepts connections on a thread of its own and takes their credentials at once.
public final class Acceptor: Sendable {
    /// Milliseconds to wait when there are no descriptors left, instead of spinning on a listener that stays readable.
    private static let pauseWithoutDescriptors: Int32 = 100

    private let socket: ListeningSocket
    private let wake: CInt
    private let onConnection: @Sendable (CInt, PeerCredentials) -> Void
    private let onProblem: @Sendable (String) -> Void
    private let stopped = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - onConnection: owns the descriptor from then on. Called on the acceptor's thread.
    ///   - onProblem: told of a connection that was turned away, or of a pause.
    public init(
        _ socket: ListeningSocket, onConnection: @escaping @Sendable (CInt, PeerCredentials) -> Void,
        onProblem: @escaping @Sendable (String) -> Void
    ) {
        self.socket = socket
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
        while true {
            guard poll(&descriptors, 2, -1) >= 0 || errno == EINTR else { return }
            if descriptors[1].revents != 0 { return }
            acceptAll()
        }
    }

    private func acceptAll() {
        while true {
            let descriptor = station_accept(socket.descriptor)
            if descriptor >= 0 {
                admit(descriptor)
                continue
            }
            switch errno {
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

    private func admit(_ descriptor: CInt) {
        do {
            onConnection(descriptor, try PeerCredentials(of: descriptor))
        } catch {
            onProblem("\(error)")
            close(descriptor)
        }
    }
}
