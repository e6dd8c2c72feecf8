import StationProtocol

/// Failed logins of one login from one source, as the ledger holds them.
public struct FailureRecord: Sendable {
    public struct Key: Sendable, Hashable {
        /// The digest of organization and typed login: people type passwords there by mistake.
        public var login: Digest
        /// A network address, or the uid of a peer.
        public var source: String

        public init(login: Digest, source: String) {
            self.login = login
            self.source = source
        }
    }

    public var key: Key
    /// 0: forgotten.
    public var failures: Int64
    public var lastAt: Timestamp

    public init(key: Key, failures: Int64, lastAt: Timestamp) {
        self.key = key
        self.failures = failures
        self.lastAt = lastAt
    }
}
