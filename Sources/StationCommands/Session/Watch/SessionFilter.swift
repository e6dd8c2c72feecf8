import StationProtocol

/// Which sessions a watch is about, beside their organization, which the broker sees to.
struct SessionFilter {
    var account: Username?
    var station: StationID?
    /// Only those whose holder may have gone.
    var onlySuspect = false
    /// The active sessions that were shown.
    private var shown: Set<SessionID> = []

    init(account: Username? = nil, station: StationID? = nil, onlySuspect: Bool = false) {
        self.account = account
        self.station = station
        self.onlySuspect = onlySuspect
    }

    /// Whether the session is of the account and at the station; what it answers once stays so.
    func concerns(_ session: Session) -> Bool {
        (account == nil || session.account == account) && (station == nil || session.station == station)
    }

    /// Whether the session is to be shown as it stands.
    func shows(_ session: Session) -> Bool {
        concerns(session) && (!onlySuspect || session.verdict == .suspect)
    }

    /// Whether an event is to be shown. Of a session that was suspect it is also told that it is live again, or has ended.
    mutating func passes(_ data: EventData) -> Bool {
        for session in data.sessions ?? [] where shows(session) { shown.insert(session.id) }
        guard let session = data.session else { return true }
        let wasShown = shown.remove(session.id) != nil
        guard session.state == .active, shows(session) else { return wasShown }
        shown.insert(session.id)
        return true
    }
}
