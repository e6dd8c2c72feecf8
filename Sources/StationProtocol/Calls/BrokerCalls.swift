public struct BrokerHello: Call {
    public static let method = Method.brokerHello
    public var client = ClientInfo()
    public var `protocol` = ProtocolRange()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("client", &client)
        try visitor.required("protocol", &`protocol`)
    }

    public struct Reply: WireObject {
        public var `protocol`: Int64 = 0
        public var server = ServerInfo()
        public var capabilities: [String] = []
        public var limits = LimitsReport()
        public var peer = PeerInfo()

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("protocol", &`protocol`)
            try visitor.required("server", &server)
            try visitor.required("capabilities", &capabilities)
            try visitor.required("limits", &limits)
            try visitor.required("peer", &peer)
        }
    }
}

public struct BrokerPing: Call {
    public static let method = Method.brokerPing

    public init() {}
    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {}

    public struct Reply: WireObject {
        public var time = Timestamp.placeholder

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("time", &time)
        }
    }
}

public struct BrokerStatusCall: Call {
    public static let method = Method.brokerStatus
    public typealias Reply = BrokerStatus

    public init() {}
    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {}
}

public struct RPCDiscover: Call {
    public static let method = Method.rpcDiscover

    public init() {}
    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {}

    /// The OpenRPC document, whole: what it is made of is OpenRPC's to say.
    public struct Reply: WireObject {
        public var document = JSON.null

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {}

        public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Reply {
            var reply = Reply()
            reply.document = json
            return reply
        }

        public func write(to writer: inout JSONWriter) { writer.value(document) }
    }
}
