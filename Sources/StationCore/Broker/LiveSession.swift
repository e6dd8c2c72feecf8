import StationProtocol

/// An active session: what the ledger holds of it, and what is known of its holder.
struct LiveSession: Sendable {
    var record: SessionRecord
    var evidence = HolderEvidence()
    var lastSeen: Moment
    /// What the desktop said last; not kept over a restart.
    var isBusy = false
    /// When it was opened, in milliseconds of the boot clock; of a session that the ledger held, as the wall clock says.
    var openedBoot: Int64
    /// When the desktop last said that somebody was there, on the same clock.
    var touchedAt: Int64?
    var limits = TimeLimits()
    /// The limit that the desktop was warned of.
    var warned: (due: Int64, ending: SessionEnding)?
    /// The holder is being asked whether somebody may take over.
    var ask: TakeoverID?
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
    case cooling(Slug, StationID)
    case ask(TakeoverID)
    case waiting(Slug)
}
