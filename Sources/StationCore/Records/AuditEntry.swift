import StationProtocol

/// What goes into the record beside each change; the ledger gives it its number.
public struct AuditEntry: Sendable {
    public enum Value: Sendable {
        case text(String)
        case integer(Int64)
        case flag(Bool)
    }

    public typealias Facts = [(key: StaticString, value: Value)]

    public var at: Timestamp
    public var organization: Slug?
    public var action: StaticString
    public var actor: Actor
    public var target: Facts
    public var detail: Facts
}

/// Who did something.
public struct Actor: Sendable {
    public typealias Kind = AuditActor.Kind

    public var kind: Kind
    public var uid: UInt32?
    public var account: Username?
    public var session: SessionID?
    /// The network address that a relay passed on.
    public var source: NetworkSource?

    public init(_ kind: Kind, uid: UInt32? = nil, account: Username? = nil, session: SessionID? = nil) {
        self.kind = kind
        self.uid = uid
        self.account = account
        self.session = session
    }

    /// For people: "sue", "operator (uid 0)".
    public var description: String {
        switch kind {
        case .session: account?.text ?? "a session"
        case .operator: "an operator (uid \(uid ?? 0))"
        case .peer: account?.text ?? "uid \(uid ?? 0)"
        case .broker: "the broker"
        }
    }
}
