import StationProtocol

/// Something that the host learnt of those who hold sessions.
public enum EvidenceOfLife: Sendable, Hashable {
    case processExited(ProcessIdentity)
    /// What the host's login manager says of an OS session.
    case osSession(OSSessionID, OSSessionEvidence)
}
