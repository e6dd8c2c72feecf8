import StationProtocol

/// A request with everything the decision needs that is not the broker's to find out.
public struct Request: Sendable {
    public var ref: RequestRef
    public var peer: Peer
    /// The peer's user name, where the decision may need it and the host knows it.
    public var userName: String?
    public var command: Command
    /// The digest of the token among the params.
    public var token: Digest?
    /// What a new session would be made of.
    public var fresh: FreshSecrets?
    /// The digest of method and params without secrets, where there is a request key.
    public var fingerprint: Digest?
    /// Where it comes from, for fairness and against guessing: the address that a relay names, else the peer's uid.
    public var source: String
    /// The address that a relay names.
    public var networkSource: NetworkSource?
    /// The process at the other end of the connection, and its OS session.
    public var peerHolder = HolderFinding()
    /// What its `holder` names.
    public var namedHolder = HolderFinding()
    /// Who really asks, where another's rights are looked at.
    var asker: Peer?
    /// Its place among the logins that wait for a station, and when it gives up, in milliseconds of the boot clock.
    var waitingPlace: (order: UInt64, expires: Int64)?
    /// The session whose holder has allowed it to take over.
    var mayTakeOver: SessionID?
    /// What was found out about its password so far.
    var proof: Proof?

    public init(
        ref: RequestRef, peer: Peer, userName: String? = nil, command: Command, token: Digest? = nil,
        fresh: FreshSecrets? = nil, fingerprint: Digest? = nil, source: String? = nil
    ) {
        self.source = source ?? "uid \(peer.uid)"
        self.ref = ref
        self.peer = peer
        self.userName = userName
        self.command = command
        self.token = token
        self.fresh = fresh
        self.fingerprint = fingerprint
    }
}

/// Randomness for one new session: the broker itself has none.
public struct FreshSecrets: Sendable {
    /// The digest of the token that the caller will be given.
    public var token: Digest
    public var random: UInt64
    /// The hash of a temporary password that the caller may be given.
    public var password: PasswordHash?
    /// Those of the rows of an import, in their order.
    public var rowPasswords: [PasswordHash] = []

    public init(token: Digest, random: UInt64, password: PasswordHash? = nil) {
        self.token = token
        self.random = random
        self.password = password
    }
}

/// What was found out about the password in a request, and against which hash: the account may have another by now.
enum Proof: Sendable {
    case right(PasswordHash, rehashed: PasswordHash?)
    case changed(from: PasswordHash, to: PasswordHash)
    case accepted(PasswordHash)
    case rejected(from: PasswordHash?, [RuleFinding])
}
