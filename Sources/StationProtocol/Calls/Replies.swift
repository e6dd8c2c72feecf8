// Methods about one thing answer with the thing as it now stands.

public struct SessionReply: WireObject {
    public var session = Session()

    public init() {}

    public init(_ session: Session) { self.session = session }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("session", &session)
    }
}

public struct AccountReply: WireObject {
    public var account = Account()

    public init() {}

    public init(_ account: Account) { self.account = account }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("account", &account)
    }
}

/// An account, and the password that it was just given: told this once and never again.
public struct TemporaryPasswordReply: WireObject {
    public var account = Account()
    /// Where one was made up.
    public var temporaryPassword: Password?

    public init() {}

    public init(_ account: Account) { self.account = account }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("account", &account)
        try visitor.optional("temporaryPassword", &temporaryPassword)
    }
}

public struct StationReply: WireObject {
    public var station = Station()

    public init() {}

    public init(_ station: Station) { self.station = station }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("station", &station)
    }
}

public struct OrganizationReply: WireObject {
    public var organization = Organization()

    public init() {}

    public init(_ organization: Organization) { self.organization = organization }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
    }
}

public struct PoolReply: WireObject {
    public var pool = Pool()

    public init() {}

    public init(_ pool: Pool) { self.pool = pool }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("pool", &pool)
    }
}

/// A hold. `station` is the number itself, as `session.open` takes it.
public struct HoldReply: WireObject {
    public var station = StationID.placeholder
    public var hold = HoldID.placeholder
    public var expiresAt = Timestamp.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("station", &station)
        try visitor.required("hold", &hold)
        try visitor.required("expiresAt", &expiresAt)
    }
}

public struct SubscriptionReply: WireObject {
    public var subscription: Int64 = 0

    public init() {}

    public init(_ subscription: Int64) { self.subscription = subscription }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("subscription", &subscription)
    }
}
