/// A station kept for an account for a time: a shift, or a static station that is lent.
public struct Reservation: WireObject, Equatable, Hashable {
    public var account = Username.placeholder
    public var from = Timestamp.placeholder
    public var until = Timestamp.placeholder
    /// Who made it, for people.
    public var by: String?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("account", &account)
        try visitor.required("from", &from)
        try visitor.required("until", &until)
        try visitor.optional("by", &by)
    }
}
