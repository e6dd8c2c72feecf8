import StationProtocol

/// A change that was given out as `commit` and has not come back.
struct PendingTransaction: Sendable {
    var changes: [LedgerChange]
    var locks: [Lock]
    var answer: (ref: RequestRef, reply: Reply)?
    /// What the server answers once this is on disk, instead of a reply that is known already.
    var question: (ref: RequestRef, question: HostQuestion)?
    /// The connection that a session opened here will be attached to.
    var attach: (session: SessionID, connection: ConnectionID)?
    /// The hold that a session opened here uses up.
    var usedHold: HoldID?
    /// Where it opens a work session: whose licence that takes.
    var opening: Slug?
    /// How many licences that takes: none where as many sessions end with it.
    var openings = 1
    /// Events beside those that the changes themselves bring.
    var events: [Event] = []
}

/// Something that at most one transaction may be about to change.
enum Lock: Sendable, Hashable {
    case account(Slug, Username)
    case station(Slug, StationID)
    /// An organization's settings, accounts and pools. Requests in that organization wait; nothing of theirs is locked.
    case administration(Slug)
    case requestKey(RequestKeyRecord.Name)
    /// Whether the host is in service.
    case host
}
