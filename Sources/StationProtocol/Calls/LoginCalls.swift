public struct LoginOptions: Call {
    public static let method = Method.loginOptions
    public var organization = Slug.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
    }

    /// What a login form must show.
    public struct Reply: WireObject {
        public var organization = Slug.placeholder
        public var name = DisplayText.placeholder
        public var identity = Identity.local
        /// The types of credential that `session.open` takes.
        public var credentials: [CredentialType] = []
        public var station = StationOptions()
        /// What a new password must be.
        public var password = PasswordPolicy()
        public var robotCheck = RobotCheck.never

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("organization", &organization)
            try visitor.required("name", &name)
            try visitor.required("identity", &identity)
            try visitor.required("credentials", &credentials)
            try visitor.required("station", &station)
            try visitor.required("password", &password)
            try visitor.required("robotCheck", &robotCheck)
        }
    }
}

/// How an organization's people come by their station.
public struct StationOptions: WireObject {
    /// The roles that need one.
    public var roles: [Role] = []
    public var source = StationSource.any
    /// Whether one is proposed when none is typed.
    public var proposed = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("roles", &roles)
        try visitor.required("source", &source)
        try visitor.required("proposed", &proposed)
    }
}

public enum CredentialType: String, WireEnum {
    /// The uid of the peer is the account's `osUser`, or the peer is an operator.
    case peer
    /// The account's password.
    case password
}

/// What proves who logs in.
public struct Credential: WireObject {
    public var type = CredentialType.peer
    /// With the type `password`, and only with it.
    public var password: Password?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("type", &type)
        try visitor.optional("password", &password)
    }
}
