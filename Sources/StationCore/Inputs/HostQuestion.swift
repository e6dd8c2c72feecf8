import StationProtocol

/// What an operator asks about the host and the ledger as a whole: for the server to answer, once it is clear who asks.
public enum HostQuestion: Sendable {
    /// The figures, from this place on.
    case metrics(Cursor?)
    case diagnose(integrity: Bool)
    /// Copy the ledger.
    case backup
    case readBackup(BackupID, offset: Int64)
    case removeBackup(BackupID)
}
