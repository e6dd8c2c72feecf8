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

    public init(
        ref: RequestRef, peer: Peer, userName: String? = nil, command: Command, token: Digest? = nil,
        fresh: FreshSecrets? = nil, fingerprint: Digest? = nil
    ) {
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

    public init(token: Digest, random: UInt64) {
        self.token = token
        self.random = random
    }
}
