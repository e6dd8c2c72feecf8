import StationProtocol

/// A mail to an account that is still to be written. Its secret is made when it is sent and stands nowhere before.
public struct MailIntent: Sendable {
    public enum Kind: String, Sendable {
        /// A one-time link to choose the first password.
        case firstPassword = "first_password"
    }

    public var organization: Slug
    public var account: Username
    public var kind: Kind
    public var at: Timestamp

    public init(organization: Slug, account: Username, kind: Kind, at: Timestamp) {
        self.organization = organization
        self.account = account
        self.kind = kind
        self.at = at
    }
}
