/// What is kept of a password: a text in the PHC format. Here only compared; whoever made it knows how to verify it.
public struct PasswordHash: Sendable, Hashable {
    public var text: String

    public init(_ text: String) { self.text = text }
}
