/// Something that the host learnt of a session's holder.
public enum EvidenceOfLife: Sendable, Hashable {
    /// The process that holds the session is running, or has exited.
    case process(isRunning: Bool)
    /// What the host's login manager says of the OS session.
    case osSession(OSSessionEvidence)
}

public enum OSSessionEvidence: Sendable, Hashable {
    case active
    /// Idle beyond the limit, or its display is gone.
    case idle
    case ended
}
