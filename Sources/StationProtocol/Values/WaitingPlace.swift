/// A login that waits for a station, and its place in the queue.
public struct WaitingPlace: WireObject, Equatable {
    public var account = Username.placeholder
    /// The station that it waits for, where it named one.
    public var station: StationID?
    /// 1 is next.
    public var position: Int64 = 1
    /// When it gives up.
    public var expiresAt = Timestamp.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("account", &account)
        try visitor.optional("station", &station)
        try visitor.required("position", &position)
        try visitor.required("expiresAt", &expiresAt)
    }
}
