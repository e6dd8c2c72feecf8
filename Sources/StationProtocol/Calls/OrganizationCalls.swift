public struct OrganizationCreate: ChangeCall {
    public static let method = Method.organizationCreate
    public typealias Reply = OrganizationReply
    public var slug = Slug.placeholder
    public var name = DisplayText.placeholder
    public var policies = PolicyChanges()
    public var requestKey: RequestKey?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("slug", &slug)
        try visitor.required("name", &name)
        try policies.visit(&visitor)
        try visitor.optional("requestKey", &requestKey)
    }
}

public struct OrganizationList: Call {
    public static let method = Method.organizationList
    public typealias Reply = Page<Organization>
    public var limit: Int64?
    public var cursor: Cursor?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("limit", &limit, in: Limits.pageItems)
        try visitor.optional("cursor", &cursor)
    }
}

public struct OrganizationShow: ActingCall {
    public static let method = Method.organizationShow
    public typealias Reply = OrganizationReply
    public var organization = Slug.placeholder
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.optional("actor", &actor)
    }
}

public struct OrganizationUpdate: ActingCall, ChangeCall {
    public static let method = Method.organizationUpdate
    public typealias Reply = OrganizationReply
    public var organization = Slug.placeholder
    public var name: DisplayText?
    public var policies = PolicyChanges()
    public var requestKey: RequestKey?
    public var actor: SessionID?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.optional("name", &name)
        try policies.visit(&visitor)
        try visitor.optional("requestKey", &requestKey)
        try visitor.optional("actor", &actor)
    }
}
