/// A tenant, with its policies.
public struct Organization: WireObject, Equatable {
    public var slug = Slug.placeholder
    public var name = DisplayText.placeholder
    public var createdAt = Timestamp.placeholder
    public var policies = Policies()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("slug", &slug)
        try visitor.required("name", &name)
        try visitor.required("createdAt", &createdAt)
        try policies.visit(&visitor)
    }
}

extension Organization: PageItem {
    public static var pageKey: StaticString { "organizations" }
    public var cursor: Cursor { Cursor(slug.text)! }
}
