import StationCore
import StationProtocol

/// What of a history query the index of places can find: the sessions of one account, or those at one station.
struct HistoryPlace {
    let organization: String
    let kind: PlaceIndex.Kind
    let name: String

    /// Of a query that has both, the station: its sessions follow one another without exception (``HistoryFilter``).
    init?(_ query: HistoryQuery) {
        guard let organization = query.organization else { return nil }
        self.organization = organization.text
        if let station = query.station {
            (kind, name) = (.station, station.text)
        } else if let account = query.account {
            (kind, name) = (.account, account.text)
        } else {
            return nil
        }
    }
}
