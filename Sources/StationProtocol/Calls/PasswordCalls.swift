/// Feedback on a password while it is typed: from the words in the request alone, nothing stored, nothing logged.
public struct PasswordCheck: Call {
    public static let method = Method.passwordCheck
    public var organization = Slug.placeholder
    public var password = Password.placeholder
    /// Who the password would be for; it should not be part of it.
    public var login: Login?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("password", &password)
        try visitor.optional("login", &login)
    }

    public struct Reply: WireObject {
        /// Whether every rule is met.
        public var acceptable = false
        /// 0 to 4, by the guesses it would take: 10^3, 10^6, 10^8 and 10^10 are the steps.
        public var score: Int64 = 0
        public var rules: [RuleFinding] = []
        /// How to make it stronger, for people.
        public var suggestions: [String] = []

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("acceptable", &acceptable)
            try visitor.required("score", &score, in: PasswordPolicy.minimumScoreRange)
            try visitor.required("rules", &rules)
            try visitor.required("suggestions", &suggestions)
        }
    }
}

/// Changes one's own password: also the temporary one of a first login.
public struct PasswordChange: Call {
    public static let method = Method.passwordChange
    public typealias Reply = AccountReply
    public var organization = Slug.placeholder
    public var login = Login.placeholder
    public var current = Password.placeholder
    public var new = Password.placeholder
    public var source: NetworkSource?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("login", &login)
        try visitor.required("current", &current)
        try visitor.required("new", &new)
        try visitor.optional("source", &source)
    }
}

/// Gives somebody of a lower role a temporary password.
public struct PasswordSet: ActingCall, ChangeCall {
    public static let method = Method.passwordSet
    public typealias Reply = TemporaryPasswordReply
    public var organization = Slug.placeholder
    public var account = Username.placeholder
    /// Left out: one is made up and told in the reply, once.
    public var password: Password?
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("account", &account)
        try visitor.optional("password", &password)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }

    /// Whether there is one is no secret: a request without is another request.
    public mutating func removeSecrets() { password = password.map { _ in .placeholder } }
}
