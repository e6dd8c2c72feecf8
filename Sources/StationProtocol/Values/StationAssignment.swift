/// How an account comes by its station: a number reserved for it, or any free one, perhaps with a preferred one.
public struct StationAssignment: WireObject, Equatable {
    public var kind = StationKind.dynamic
    /// Static: the number. Dynamic: the preferred number, where there is one.
    public var id: StationID?

    public init() {}

    public init(_ kind: StationKind, _ id: StationID?) {
        self.kind = kind
        self.id = id
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("kind", &kind)
        try visitor.optional("id", &id)
        if kind == .static, id == nil {
            throw .invalidParams("station.id", "is missing: a static station has a number")
        }
    }
}
