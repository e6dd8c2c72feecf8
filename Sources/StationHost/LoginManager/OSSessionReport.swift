/// What the host's login manager says of one OS session. What it does not say is not so.
public struct OSSessionReport: Sendable, Equatable {
    /// Gone, or closing: its leader has exited. Once said, it stays so.
    public var isEnded = false
    /// The screen is locked, as the desktop told the login manager (its `LockedHint`).
    public var isLocked = false
    /// Milliseconds since 1970 at which it became idle, where it is (its `IdleHint` and `IdleSinceHint`).
    public var idleSince: Int64?
    /// On a seat, but not the session in front there: its display is somebody else's now.
    public var isDisconnected = false

    public init(
        isEnded: Bool = false, isLocked: Bool = false, idleSince: Int64? = nil, isDisconnected: Bool = false
    ) {
        self.isEnded = isEnded
        self.isLocked = isLocked
        self.idleSince = idleSince
        self.isDisconnected = isDisconnected
    }
}
