/// Who a client says it is; for logs, never for rights.
public struct ClientInfo: WireObject {
    public var name = DisplayText.placeholder
    public var version = DisplayText.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("name", &name)
        try visitor.required("version", &version)
    }
}

/// The protocol versions that a client speaks.
public struct ProtocolRange: WireObject {
    /// The version of this library and of this broker.
    public static let current: Int64 = 1

    public var min: Int64 = current
    public var max: Int64 = current

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("min", &min)
        try visitor.required("max", &max)
    }
}

public struct ServerInfo: WireObject {
    public var name = "stationd"
    public var version = ""
    /// A new one at each start of the daemon.
    public var instance = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("name", &name)
        try visitor.required("version", &version)
        try visitor.required("instance", &instance)
    }
}

/// What the broker knows of the peer, from the kernel.
public struct PeerInfo: WireObject {
    public var uid: Int64 = 0
    public var gid: Int64 = 0
    public var authority = PeerAuthority.user

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("uid", &uid)
        try visitor.required("gid", &gid)
        try visitor.required("authority", &authority)
    }
}
