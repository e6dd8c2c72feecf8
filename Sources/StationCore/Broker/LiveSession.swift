import StationProtocol

/// An active session: what the ledger holds of it, and what is known of its holder.
struct LiveSession: Sendable {
    var record: SessionRecord
    var evidence = HolderEvidence()
    var lastSeen: Moment
    /// What the desktop said last; not kept over a restart.
    var isBusy = false
    /// The verdict that events have told last.
    var toldVerdict = Verdict.live
    /// When the deadline queue has its next entry for it.
    var watchedAt: Int64?
}

/// What one connection has.
struct ConnectionState: Sendable {
    var peer: Peer
    var sessions: [SessionID] = []
    var hold: HoldID?
    /// The newest change of this connection that is on its way to the disk; its reads wait for that one.
    var lastChange: TransactionID?
}

/// A station kept for a connection before login.
struct Hold: Sendable {
    var id: HoldID
    var connection: ConnectionID
    var uid: UInt32
    var organization: Slug
    var station: StationID
    var expires: Int64
    var expiresAt: Timestamp
}

enum Deadline: Sendable {
    case session(SessionID)
    case hold(HoldID)
}
