import StationProtocol

/// Something that others may want to know.
public struct Event: Sendable {
    public var type: EventType
    public var organization: Slug
    public var payload: EventPayload
    /// The connection that hears of it without having subscribed.
    public var attached: ConnectionID?

    public init(
        _ type: EventType, _ organization: Slug, _ payload: EventPayload, attached: ConnectionID? = nil
    ) {
        self.type = type
        self.organization = organization
        self.payload = payload
        self.attached = attached
    }

    /// Whether somebody may have fewer rights from now on.
    public var mayTakeRights: Bool {
        switch type {
        case .accountChanged, .sessionEnded, .sessionDetached: true
        default: false
        }
    }

    /// What goes over the wire; made only where somebody listens.
    public var data: EventData {
        var data = EventData()
        switch payload {
        case .session(let session, let by, let comment, let device):
            data.session = session
            data.by = by
            data.comment = comment
            data.device = device
        case .takeover(let takeover): data.takeover = takeover
        case .waiting(let place): data.waiting = place
        case .station(let station): data.station = station
        case .account(let account, let change):
            data.account = account
            data.change = change
        case .accounts(let count, let organization, let change):
            data.count = count
            data.organization = organization
            data.change = change
        case .organization(let organization, let change):
            data.organization = organization
            data.change = change
        case .pool(let pool, let change):
            data.pool = pool
            data.change = change
        }
        return data
    }
}

/// What an event is about. Indirect: events are made for every login and mostly go nowhere, so they must be cheap to move.
public indirect enum EventPayload: Sendable {
    case session(Session, by: String? = nil, comment: DisplayText? = nil, device: Device? = nil)
    case takeover(Takeover)
    case waiting(WaitingPlace)
    case station(Station)
    case account(Account, EventChange)
    /// Of an import: how many.
    case accounts(Int64, in: Organization, EventChange)
    case organization(Organization, EventChange)
    case pool(Pool, EventChange)
}
