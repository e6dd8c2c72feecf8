import StationClient
import StationProtocol

/// A ``SessionBoard`` on a ``Screen``, until the person leaves or the connection ends.
///
/// Events, keys and the time come in by one door and one task takes them, so nothing is drawn by two at once.
enum LiveBoard {
    private enum Input: Sendable {
        case event(ClientEvent)
        case screen(Screen.Input)
        /// A second of the wall clock has begun: countdowns go on.
        case second
        /// What came since the first event of a burst is to be drawn.
        case burstEnded
        case interrupted
        case connectionClosed
    }

    /// Events that come closer together are drawn at once: too short to be noticed, and a storm costs 25 drawings a second.
    private static let burst = Duration.milliseconds(40)

    /// Follows the subscription of this connection. The terminal is as it was when this is over, whatever ended it.
    ///
    /// - Throws: ``ClientError`` when the broker goes away, ``CommandFailure`` when the subscription ends.
    static func show(_ board: SessionBoard, _ client: StationClient) async throws {
        var board = board
        var keys = KeyReader()
        // Before the screen is taken, since a signal that ends the process would leave it as it is then.
        let interrupts = Interrupts()
        let (inputs, door) = AsyncStream<Input>.makeStream()
        let screen = try Screen { door.yield(.screen($0)) }
        defer { screen.leave() }
        let feeds = feeds(door, client, interrupts)
        defer { for feed in feeds { feed.cancel() } }
        draw(&board, screen)
        var isBurst = false
        for await input in inputs {
            switch input {
            case .event(let event):
                try SessionWatchCommand.check(event)
                board.take(event.data, at: WallClock.now)
                guard !isBurst else { continue }
                isBurst = true
                Task {
                    try? await Task.sleep(for: burst)
                    door.yield(.burstEnded)
                }
                continue
            case .screen(.keys(let bytes)):
                for key in keys.read(bytes) {
                    if key == .leave { return }
                    if key == .redraw { screen.forget() }
                    board.scroll(key, in: screen.size)
                }
            case .burstEnded: isBurst = false
            case .second, .screen(.resized): break
            case .interrupted, .screen(.gone): return
            case .connectionClosed: throw ClientError.connectionClosed
            }
            draw(&board, screen)
        }
    }

    private static func draw(_ board: inout SessionBoard, _ screen: Screen) {
        let size = screen.size
        screen.show(board.lines(at: WallClock.now, in: size), in: size)
    }

    /// What comes through the door beside the keys.
    private static func feeds(
        _ door: AsyncStream<Input>.Continuation, _ client: StationClient, _ interrupts: Interrupts
    ) -> [Task<Void, Never>] {
        [
            Task {
                for await event in client.events where event.subscription != nil { door.yield(.event(event)) }
                door.yield(.connectionClosed)
            },
            Task { [signals = interrupts.stream] in
                for await _ in signals { door.yield(.interrupted) }
            },
            Task {
                while !Task.isCancelled {
                    let left = 1_000 - WallClock.now.milliseconds % 1_000
                    try? await Task.sleep(for: .milliseconds(left))
                    door.yield(.second)
                }
            },
        ]
    }
}
