public struct AccountCreate: ActingCall, ChangeCall {
    public static let method = Method.accountCreate
    public typealias Reply = TemporaryPasswordReply
    public var organization = Slug.placeholder
    public var username = Username.placeholder
    public var email: Email?
    public var displayName: DisplayText?
    public var role = Role.agent
    public var osUser: OSUser?
    public var subject: DisplayText?
    public var station: StationAssignment?
    public var startsAt: Timestamp?
    /// A temporary password to begin with. Left out: one is made up and told once, unless the account has an email.
    public var password: Password?
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("username", &username)
        try visitor.optional("email", &email)
        try visitor.optional("displayName", &displayName)
        try visitor.required("role", &role)
        try visitor.optional("osUser", &osUser)
        try visitor.optional("subject", &subject)
        try visitor.optional("station", &station)
        try visitor.optional("startsAt", &startsAt)
        try visitor.optional("password", &password)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }

    /// Whether there is one is no secret: a request without is another request.
    public mutating func removeSecrets() { password = password.map { _ in .placeholder } }
}

/// The accounts in the order of their usernames.
public struct AccountList: ActingCall {
    public static let method = Method.accountList
    public typealias Reply = Page<Account>
    public var organization = Slug.placeholder
    public var role: Role?
    public var state: AccountState?
    public var osUser: OSUser?
    public var limit: Int64?
    public var cursor: Cursor?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.optional("role", &role)
        try visitor.optional("state", &state)
        try visitor.optional("osUser", &osUser)
        try visitor.optional("limit", &limit, in: Limits.pageItems)
        try visitor.optional("cursor", &cursor)
        try visitor.optional("actor", &actor)
    }
}

public struct AccountShow: ActingCall {
    public static let method = Method.accountShow
    public typealias Reply = AccountReply
    public var organization = Slug.placeholder
    public var account = Username.placeholder
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("account", &account)
        try visitor.optional("actor", &actor)
    }
}

/// What is left out stays as it is.
public struct AccountUpdate: ActingCall, ChangeCall {
    public static let method = Method.accountUpdate
    public typealias Reply = AccountReply
    public var organization = Slug.placeholder
    public var account = Username.placeholder
    public var email: Email?
    public var displayName: DisplayText?
    public var role: Role?
    public var osUser: OSUser?
    public var subject: DisplayText?
    public var station: StationAssignment?
    public var startsAt: Timestamp?
    /// Optional fields to empty.
    public var clear: [ClearableField]?
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("account", &account)
        try visitor.optional("email", &email)
        try visitor.optional("displayName", &displayName)
        try visitor.optional("role", &role)
        try visitor.optional("osUser", &osUser)
        try visitor.optional("subject", &subject)
        try visitor.optional("station", &station)
        try visitor.optional("startsAt", &startsAt)
        try visitor.optional("clear", &clear)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}

/// Refuses the account's logins and ends its sessions.
public struct AccountDisable: ActingCall, ChangeCall {
    public static let method = Method.accountDisable
    public typealias Reply = AccountReply
    public var organization = Slug.placeholder
    public var account = Username.placeholder
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("account", &account)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}

public struct AccountEnable: ActingCall, ChangeCall {
    public static let method = Method.accountEnable
    public typealias Reply = AccountReply
    public var organization = Slug.placeholder
    public var account = Username.placeholder
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("account", &account)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}

/// Forgets the account and ends its sessions; its history stays.
public struct AccountRemove: ActingCall, ChangeCall {
    public static let method = Method.accountRemove
    public typealias Reply = AccountReply
    public var organization = Slug.placeholder
    public var account = Username.placeholder
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("account", &account)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}

/// Forgets the account's failed logins, from every source.
public struct AccountUnlock: ActingCall, ChangeCall {
    public static let method = Method.accountUnlock
    public typealias Reply = AccountReply
    public var organization = Slug.placeholder
    public var account = Username.placeholder
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("account", &account)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}

/// Stages a part of a roster. Nothing is changed until `final`.
public struct AccountImport: ActingCall {
    public static let method = Method.accountImport
    public typealias Reply = ImportReply
    public var organization = Slug.placeholder
    /// The caller's name for this import, on this connection.
    public var `import` = RequestKey.placeholder
    public var rows: [Unread<ImportRow>] = []
    /// Whether this is the last part: then everything staged is committed, or nothing.
    public var `final` = false
    /// Whether each new account without an email gets a temporary password, told in the reply to its part.
    public var temporaryPasswords: Bool?
    /// Whether rows of accounts that exist change them; else such a row is a problem.
    public var update: Bool?
    /// What becomes of accounts that no row names, administrators apart; with `final`.
    public var leavers: Leavers?
    /// With `final`: nothing is changed, the counts say what would be.
    public var dryRun: Bool?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("import", &`import`)
        try visitor.required("rows", &rows)
        try visitor.required("final", &`final`)
        try visitor.optional("temporaryPasswords", &temporaryPasswords)
        try visitor.optional("update", &update)
        try visitor.optional("leavers", &leavers)
        try visitor.optional("dryRun", &dryRun)
        try visitor.optional("actor", &actor)
    }
}
