import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as something that can be waited for, as often as one likes.
final class Interrupts: Sendable {
    private struct State {
        var received: Int32?
        var waiting: [AsyncStream<Int32>.Continuation] = []
    }

    private let state = Mutex(State())

    init() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The handler keeps its source, and this object, for as long as the process runs.
            source.setEventHandler {
                withExtendedLifetime(source) { self.take(number) }
            }
            source.resume()
        }
    }

    /// Gives the signal when there is one; a stream of its own for each who waits, since a cancelled wait ends its stream.
    var stream: AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        state.withLock { state in
            if let received = state.received {
                continuation.yield(received)
            } else {
                state.waiting.append(continuation)
            }
        }
        return stream
    }

    private func take(_ number: Int32) {
        state.withLock { state in
            state.received = number
            for continuation in state.waiting { continuation.yield(number) }
            state.waiting.removeAll()
        }
    }
}
