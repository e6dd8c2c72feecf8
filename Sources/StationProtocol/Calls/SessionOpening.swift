/// What `session.open` and `session.check` have in common: who wants to log in, and where.
public struct SessionRequest: Sendable {
    public var organization = Slug.placeholder
    public var login = Login.placeholder
    public var purpose: Purpose?
    /// The number typed by the agent, where one was.
    public var station: StationID?
    /// A hold of this connection to use.
    public var hold: HoldID?
    public var device: DeviceLabel?
    public var takeover: Bool?
    /// Seconds to wait for a station that is taken; 0: none.
    public var waitSeconds: Int64?
    /// Seconds that the session lives without a renewal; without it the session lives with its connection.
    public var leaseSeconds: Int64?
    /// What the session shall live with, instead of the process that asks for it.
    public var holder: HolderParam?
    /// Whose request a relay passes on.
    public var source: NetworkSource?

    public init() {}

    mutating func visitWho<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("login", &login)
    }

    mutating func visitWhere<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("purpose", &purpose)
        try visitor.optional("station", &station)
        try visitor.optional("hold", &hold)
        try visitor.optional("device", &device)
        try visitor.optional("takeover", &takeover)
        try visitor.optional("waitSeconds", &waitSeconds, in: Limits.waitSeconds)
        try visitor.optional("leaseSeconds", &leaseSeconds, in: Limits.leaseSeconds)
        try visitor.optional("holder", &holder)
        try visitor.optional("source", &source)
    }
}

public struct SessionOpen: ChangeCall {
    public static let method = Method.sessionOpen
    public var request = SessionRequest()
    public var credential = Credential()
    public var requestKey: RequestKey?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try request.visitWho(&visitor)
        try visitor.required("credential", &credential)
        try request.visitWhere(&visitor)
        try visitor.optional("requestKey", &requestKey)
    }

    public mutating func removeSecrets() { credential.password = credential.password.map { _ in .placeholder } }

    public struct Reply: WireObject {
        public var session = Session()
        public var token = Token.placeholder
        /// Where the password will soon have to be changed: when.
        public var passwordExpiresAt: Timestamp?

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("session", &session)
            try visitor.required("token", &token)
            try visitor.optional("passwordExpiresAt", &passwordExpiresAt)
        }
    }
}

public struct SessionCheck: ActingCall {
    public static let method = Method.sessionCheck
    public var request = SessionRequest()
    /// As in `session.open`, but without a secret: a dry run verifies none.
    public var credential: Credential?
    /// Taken, so that the params of `session.open` can be sent as they are; a dry run uses no key up.
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try request.visitWho(&visitor)
        try visitor.optional("credential", &credential)
        try request.visitWhere(&visitor)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }

    public struct Reply: WireObject {
        public var wouldSucceed = false
        /// The station that the login would get, where the caller may know.
        public var station: StationID?
        public var blockers: [Blocker] = []

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("wouldSucceed", &wouldSucceed)
            try visitor.optional("station", &station)
            try visitor.required("blockers", &blockers)
        }
    }
}

/// Something that stands in the way of a login: the refusal that `session.open` would give, without its code.
public struct Blocker: WireObject {
    public var reason = ""
    public var message = ""
    public var remedy: String?
    /// The policy that decided, where one did.
    public var rule: String?
    public var retryAfterSeconds: Int64?
    public var station: StationID?
    public var holder: HolderInfo?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("reason", &reason)
        try visitor.required("message", &message)
        try visitor.optional("remedy", &remedy)
        try visitor.optional("rule", &rule)
        try visitor.optional("retryAfterSeconds", &retryAfterSeconds)
        try visitor.optional("station", &station)
        try visitor.optional("holder", &holder)
    }
}

/// Where somebody is logged in already: the `holder` of `already_logged_in`.
public struct HolderInfo: WireObject {
    public var device = Device()
    public var host = ""
    public var station: StationID?
    public var since = Timestamp.placeholder
    public var lastSeenAt = Timestamp.placeholder
    public var verdict = Verdict.live
    /// When that session ends by itself if nothing changes.
    public var endsAt: Timestamp?
    public var evidence: EvidenceReport?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("device", &device)
        try visitor.required("host", &host)
        try visitor.optional("station", &station)
        try visitor.required("since", &since)
        try visitor.required("lastSeenAt", &lastSeenAt)
        try visitor.required("verdict", &verdict)
        try visitor.optional("endsAt", &endsAt)
        try visitor.optional("evidence", &evidence)
    }
}
