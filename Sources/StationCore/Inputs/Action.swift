import StationProtocol

/// Everything the broker wants done. Whoever runs these decides nothing.
public indirect enum Action: Sendable {
    /// Write these as one, then say how it went.
    case commit(TransactionID, [LedgerChange])
    case reply(RequestRef, Reply)
    /// Do this, fairly among sources, and say what came of it.
    case work(RequestRef, PasswordWork, source: String)
    /// Nobody waits for this work any more; where it has not begun, it need not.
    case withdraw(RequestRef)
    /// Say how good a password is; nothing is to be told to the broker.
    case check(RequestRef, Password, PasswordWork.Requirements)
    case publish(Event)
    /// Say when this process exits; where it has already, say so.
    case watch(ProcessIdentity)
    case unwatch(ProcessIdentity)
    /// Say how this OS session stands, now and whenever that changes; where it is gone, that it has ended.
    case watchOSSession(OSSessionID)
    case unwatchOSSession(OSSessionID)
    /// Read from the ledger and answer with what was found.
    case query(RequestRef, LedgerQuery)
    /// Answer an operator's question about the host as a whole.
    case serve(RequestRef, HostQuestion)
    case subscribe(RequestRef, Subscription)
    case unsubscribe(RequestRef, Int64)
}

/// The answer to one request.
public enum Reply: Sendable {
    case result(any WireObject)
    /// A session that was opened, or given again: the token is the server's to add, the broker knows only its digest.
    case opened(Session, passwordExpiresAt: Timestamp? = nil)
    /// An account that was given the temporary password which came with the request: the text is the server's to add.
    case provided(Account)
    /// A part of an import, with the accounts that get a temporary password and the places of their rows in the part: the
    /// texts are the server's to add.
    case staged(ImportReply, [(Username, row: Int)])
    /// A result that was given before, as it was written then.
    case repeated(String)
    case refused(Refusal)
}

/// What a subscriber may and wants to see.
public struct Subscription: Sendable {
    /// nil: every organization.
    public var organization: Slug?
    /// nil: every type.
    public var types: Set<EventType>?
    /// The active sessions at this moment.
    public var sessions: [Session]
    /// How many events went before.
    public var revision: Int64
}
