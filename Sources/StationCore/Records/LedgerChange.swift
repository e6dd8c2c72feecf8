import StationProtocol

/// One change to what is durable. Memory and disk are both brought about by the same list of these.
///
/// Indirect: lists of these go from the loop to the ledger's thread and back, and small ones are cheap to make.
public indirect enum LedgerChange: Sendable {
    case organization(Organization)
    case account(Account)
    case accountRemoved(Slug, Username)
    case password(Slug, Username, PasswordRecord)
    /// A login of the account succeeded from this source.
    case knownSource(Slug, Username, KnownSource)
    case failures(FailureRecord)
    /// All failures of these logins are forgotten.
    case unlocked([Digest], [FailureRecord])
    /// Failed logins before this moment are forgotten.
    case failuresForgotten(Timestamp)
    /// A mail that has to be written, with whatever secret it needs, when it can be sent.
    case mail(MailIntent)
    /// The station to propose next time.
    case lastStation(Slug, Username, StationID)
    case pool(PoolRecord)
    case poolRemoved(Slug, DisplayText)
    case sessionOpened(SessionRecord)
    /// Another process holds the session from here on.
    case sessionHolder(SessionID, SessionHolder)
    case sessionEnding(SessionID, SessionEnding)
    case sessionEnded(SessionID, SessionEnd)
    /// The session's earlier token is worthless from here on.
    case sessionToken(SessionID, Digest)
    /// A station that rested, and would have at this moment, is in use again.
    case coolingEnded(Slug, StationID, Timestamp)
    case reservation(ReservationRecord)
    case reservationRemoved(ReservationRecord)
    /// Reservations that were over at this moment are forgotten.
    case reservationsForgotten(Timestamp)
    /// nil: the host is in service.
    case drain(DrainRecord?)
    case requestKey(RequestKeyRecord)
    /// Request keys used before this moment are forgotten.
    case requestKeysForgotten(Timestamp)
    case audit(AuditEntry)
}
