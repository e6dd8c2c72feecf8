/// Where a session's holder sits: what it calls itself, and what the kernel said of it when it opened the session.
public struct Device: WireObject, Equatable {
    public var label: DisplayText?
    public var uid: Int64 = 0
    public var pid: Int64?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("label", &label)
        try visitor.required("uid", &uid)
        try visitor.optional("pid", &pid)
    }
}

/// What a client may say of its device when it opens a session.
public struct DeviceLabel: WireObject, Equatable {
    public var label: DisplayText?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("label", &label)
    }
}
