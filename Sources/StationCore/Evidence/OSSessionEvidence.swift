/// How an OS session stands.
public enum OSSessionEvidence: Sendable, Hashable {
    case active
    /// Nobody has touched keyboard or mouse since, in milliseconds since 1970.
    case idle(since: Int64)
    case locked(idleSince: Int64?)
    /// Its display belongs to another OS session now.
    case disconnected
    case ended

    /// Since when nobody has touched it, in milliseconds since 1970.
    var idleSince: Int64? {
        switch self {
        case .idle(let since): since
        case .locked(let since): since
        case .active, .disconnected, .ended: nil
        }
    }
}
