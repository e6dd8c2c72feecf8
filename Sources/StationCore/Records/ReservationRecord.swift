import StationProtocol

/// A station kept for an account for a time, as the ledger holds it.
public struct ReservationRecord: Sendable, Hashable {
    public var organization: Slug
    public var station: StationID
    public var account: Username
    public var from: Timestamp
    public var until: Timestamp
    public var by: String

    public init(
        organization: Slug, station: StationID, account: Username, from: Timestamp, until: Timestamp, by: String
    ) {
        self.organization = organization
        self.station = station
        self.account = account
        self.from = from
        self.until = until
        self.by = by
    }

    func isOn(at moment: Timestamp) -> Bool { from <= moment && moment < until }

    var view: Reservation {
        var view = Reservation()
        view.account = account
        view.from = from
        view.until = until
        view.by = by
        return view
    }
}
