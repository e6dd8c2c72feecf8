import StationProtocol

/// Everything that can happen to the broker.
public enum Input: Sendable {
    case connected(ConnectionID, Peer)
    /// The connection is gone for good; half-closed ones are still connected.
    case disconnected(ConnectionID)
    case request(Request)
    /// The client no longer wants it; it still gets its one reply.
    case cancel(RequestRef)
    /// Work on a request's password has come to this.
    case worked(RequestRef, PasswordOutcome)
    case committed(TransactionID)
    /// Nothing of it is on disk, and nothing ever will be.
    case failed(TransactionID)
    /// The ledger is being reopened (false), or can be written again (true).
    case ledgerAvailable(Bool)
    /// Something was learnt of those who hold sessions.
    case evidence(EvidenceOfLife)
    /// The daemon is about to stop: whoever waits is told so.
    case stopping
    /// Time has passed: at least once a second.
    case tick
}
