/// A person who logs in.
public struct Account: WireObject, Equatable {
    public var organization = Slug.placeholder
    public var username = Username.placeholder
    public var email: Email?
    public var displayName: DisplayText?
    public var role = Role.agent
    /// The host user whose processes may log this account in without a password.
    public var osUser: OSUser?
    /// The name of this person at an outside identity provider.
    public var subject: DisplayText?
    public var station = StationAssignment()
    public var state = AccountState.active
    public var createdAt = Timestamp.placeholder
    /// The person's first day: a temporary password made before lasts from then on.
    public var startsAt: Timestamp?
    /// What is known of the password, where the caller may see it.
    public var password: AccountPassword?
    /// Failed logins; only where one account is shown.
    public var throttle: AccountThrottle?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("username", &username)
        try visitor.optional("email", &email)
        try visitor.optional("displayName", &displayName)
        try visitor.required("role", &role)
        try visitor.optional("osUser", &osUser)
        try visitor.optional("subject", &subject)
        try visitor.required("station", &station)
        try visitor.required("state", &state)
        try visitor.required("createdAt", &createdAt)
        try visitor.optional("startsAt", &startsAt)
        try visitor.optional("password", &password)
        try visitor.optional("throttle", &throttle)
    }
}

extension Account: PageItem {
    public static var pageKey: StaticString { "accounts" }
    public var cursor: Cursor { Cursor(username.text)! }
}
