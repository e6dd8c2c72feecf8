/// The broker's figures, in the text form that Prometheus reads.
public struct BrokerMetrics: Call {
    public static let method = Method.brokerMetrics
    public var cursor: Cursor?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("cursor", &cursor)
    }

    public struct Reply: WireObject {
        /// Whole lines.
        public var text = ""
        /// Where there are more than fit.
        public var nextCursor: Cursor?

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("text", &text)
            try visitor.optional("nextCursor", &nextCursor)
        }
    }
}

/// Looks at what administrators get wrong, as far as the broker can see it.
public struct BrokerDiagnose: Call {
    public static let method = Method.brokerDiagnose
    /// Whether the whole ledger is looked at, in a copy of it; nothing waits for that.
    public var integrity: Bool?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("integrity", &integrity)
    }

    public struct Reply: WireObject {
        public var findings: [Finding] = []

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("findings", &findings)
        }
    }
}
