import ArgumentParser

/// The options that every verb has, and those of every verb about an organization: the manual explains them once.
public enum CommonOptions {
    public static let types: [any ParsableArguments.Type] = [OrganizationOptions.self, ConnectionOptions.self]
}
