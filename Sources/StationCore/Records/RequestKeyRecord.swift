import StationProtocol

/// A change that was done under a caller's own name for it.
public struct RequestKeyRecord: Sendable {
    public struct Name: Sendable, Hashable {
        public var uid: UInt32
        public var key: RequestKey

        public init(uid: UInt32, key: RequestKey) {
            self.uid = uid
            self.key = key
        }
    }

    public var name: Name
    /// Of method and params without secrets.
    public var fingerprint: Digest
    /// The grant, where the change was one.
    public var session: SessionID?
    /// The result as it was written, where it was not.
    public var result: String?
    public var at: Timestamp

    public init(name: Name, fingerprint: Digest, session: SessionID?, result: String?, at: Timestamp) {
        self.name = name
        self.fingerprint = fingerprint
        self.session = session
        self.result = result
        self.at = at
    }
}
