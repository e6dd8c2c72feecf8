/// One account of a roster.
public struct ImportRow: WireObject {
    /// The row's number in the caller's file, for messages; its place in the import where it is left out.
    public var row: Int64?
    public var username = Username.placeholder
    public var email: Email?
    public var displayName: DisplayText?
    public var role = Role.agent
    public var osUser: OSUser?
    public var subject: DisplayText?
    public var station: StationAssignment?
    public var startsAt: Timestamp?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("row", &row)
        try visitor.required("username", &username)
        try visitor.optional("email", &email)
        try visitor.optional("displayName", &displayName)
        try visitor.required("role", &role)
        try visitor.optional("osUser", &osUser)
        try visitor.optional("subject", &subject)
        try visitor.optional("station", &station)
        try visitor.optional("startsAt", &startsAt)
    }
}

/// What is wrong with one row of an import.
public struct ImportProblem: WireObject {
    public var row: Int64 = 0
    public var reason = ""
    public var message = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("row", &row)
        try visitor.required("reason", &reason)
        try visitor.required("message", &message)
    }
}

public struct ImportReply: WireObject {
    /// Rows staged so far without a problem.
    public var staged: Int64 = 0
    /// What was wrong in this part; any problem keeps the whole import from being committed.
    public var problems: [ImportProblem] = []
    /// Whether this reply's part was the last and the accounts exist now.
    public var committed = false
    /// Of the whole import so far: accounts that it makes, changes, leaves as they are; and disables, as leavers.
    public var created: Int64 = 0
    public var updated: Int64 = 0
    public var unchanged: Int64 = 0
    public var disabled: Int64 = 0
    /// The first of those that it disables, in the order of their names.
    public var leavers: [Username]?
    /// Of this part, where they were asked for: good once the import has been committed, and told only here.
    public var temporaryPasswords: [GivenPassword]?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("staged", &staged)
        try visitor.required("problems", &problems)
        try visitor.required("committed", &committed)
        try visitor.required("created", &created)
        try visitor.required("updated", &updated)
        try visitor.required("unchanged", &unchanged)
        try visitor.required("disabled", &disabled)
        try visitor.optional("leavers", &leavers)
        try visitor.optional("temporaryPasswords", &temporaryPasswords)
    }
}

/// The temporary password of one account of an import.
public struct GivenPassword: WireObject {
    public var username = Username.placeholder
    public var password = Password.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("username", &username)
        try visitor.required("password", &password)
    }
}

/// What becomes of accounts that a roster does not name.
public enum Leavers: String, WireEnum {
    case keep, disable
}

/// Fields of an account that can be emptied.
public enum ClearableField: String, WireEnum {
    case email, displayName, osUser, subject, startsAt
}
