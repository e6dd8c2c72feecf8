import StationProtocol

/// Something that the broker told without being asked.
public struct ClientEvent: Sendable {
    /// nil for the events of the sessions attached to this connection.
    public var subscription: Int64?
    /// Grows by one with each event of a subscription.
    public var seq: Int64
    /// What happened, as it stood on the wire.
    public var type: String
    /// What it happened to.
    public var data: EventData
    /// The event's data as it stood on the wire, with what this library may not know.
    public var raw: JSON

    /// The type, where this library knows it.
    public var known: EventType? { EventType(rawValue: type) }

    init?(_ params: JSON) {
        guard let seq = params["seq"]?.integer, let type = params["type"]?.string, let raw = params["data"] else {
            return nil
        }
        subscription = params["subscription"]?.integer
        self.seq = seq
        self.type = type
        self.raw = raw
        data = (try? EventData(reply: raw)) ?? EventData()
    }
}
