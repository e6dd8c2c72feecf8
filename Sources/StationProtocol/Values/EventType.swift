/// The kinds of events.
public enum EventType: String, WireEnum {
    case snapshot
    case lagged
    case sessionOpened = "session.opened"
    case sessionAttached = "session.attached"
    case sessionDetached = "session.detached"
    case sessionEnded = "session.ended"
    case stationHeld = "station.held"
    case stationReleased = "station.released"
    case accountChanged = "account.changed"
    case organizationChanged = "organization.changed"
    case poolChanged = "pool.changed"

    /// What a subscription may name: everything but what every subscription gets.
    public static let subscribable = allCases.filter { $0 != .snapshot && $0 != .lagged }
}
