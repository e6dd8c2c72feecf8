/// A key that means something to a screen.
enum Key: Equatable, Sendable {
    case up, down, pageUp, pageDown, home, end
    /// Ctrl-L: something else has written on the screen.
    case redraw
    /// q, or Ctrl-C, which comes as a key while the screen is there.
    case leave
}
