/// The kinds of events.
public enum EventType: String, WireEnum {
    case snapshot
    case lagged
    case subscriptionEnded = "subscription.ended"
    case sessionOpened = "session.opened"
    case sessionAttached = "session.attached"
    case sessionDetached = "session.detached"
    case sessionChanged = "session.changed"
    case sessionWarning = "session.warning"
    case takeoverRequested = "session.takeoverRequested"
    case takeoverSettled = "session.takeoverSettled"
    case sessionWaiting = "session.waiting"
    case sessionEnded = "session.ended"
    case stationHeld = "station.held"
    case stationReleased = "station.released"
    case stationCooling = "station.cooling"
    case accountChanged = "account.changed"
    case organizationChanged = "organization.changed"
    case poolChanged = "pool.changed"
}
