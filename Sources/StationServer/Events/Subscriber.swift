import StationCore
import StationProtocol

/// One subscription of one connection.
struct Subscriber {
    var organization: Slug?
    var types: Set<EventType>?
    var seq: Int64 = 0

    func wants(_ event: Event) -> Bool {
        (organization == nil || organization == event.organization) && (types?.contains(event.type) ?? true)
    }
}
