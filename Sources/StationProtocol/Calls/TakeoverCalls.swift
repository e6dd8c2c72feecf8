/// The holder's answer to ``EventType/takeoverRequested``.
public struct SessionAnswerTakeover: Call {
    public static let method = Method.sessionAnswerTakeover
    public var id = TakeoverID.placeholder
    public var allow = false
    public var message: DisplayText?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("id", &id)
        try visitor.required("allow", &allow)
        try visitor.optional("message", &message)
    }

    public struct Reply: WireObject {
        public var takeover = Takeover()

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("takeover", &takeover)
        }
    }
}
