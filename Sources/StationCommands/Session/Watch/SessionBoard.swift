import StationProtocol

/// The active sessions as a table that follows the events: what stands on the screen, and nothing of the screen itself.
struct SessionBoard {
    /// A session that ended a moment ago.
    struct Ended {
        /// As it was while it was active: it keeps its place.
        var last: Session
        /// Why it ended, and who ended it.
        var reason: String
        /// When that was heard here.
        var at: Timestamp
    }

    /// Milliseconds for which a session that ended stays: enough to read why, not enough to be in the way.
    static let afterglow: Int64 = 5_000
    /// Lines that are no rows: the head, the headings, the foot.
    static let frame = 3

    /// nil: all that the one who watches may see.
    let organization: Slug?
    let filter: SessionFilter
    let style: Style
    private(set) var active: [SessionID: Session] = [:]
    private(set) var ended: [SessionID: Ended] = [:]
    /// Whether the whole snapshot has come.
    private(set) var isComplete = false
    /// The row that is shown first, counted from 0; ``lines(at:in:)`` keeps it where there are rows.
    var top = 0

    init(organization: Slug?, filter: SessionFilter, style: Style) {
        self.organization = organization
        self.filter = filter
        self.style = style
    }

    /// Takes what an event of the subscription carries: the snapshot's parts first, then one session at a time.
    mutating func take(_ data: EventData, at now: Timestamp) {
        for session in data.sessions ?? [] where filter.concerns(session) { active[session.id] = session }
        if data.last == true { isComplete = true }
        guard let session = data.session, filter.concerns(session) else { return }
        if session.state == .active {
            active[session.id] = session
        } else if let last = active.removeValue(forKey: session.id) {
            ended[session.id] = Ended(
                last: last, reason: Words.clean(Words.end(session, by: data.by, comment: data.comment)), at: now)
        }
    }

    /// Moves the rows behind the screen.
    mutating func scroll(_ key: Key, in size: ScreenSize) {
        let page = max(1, size.rows - SessionBoard.frame)
        switch key {
        case .up: top -= 1
        case .down: top += 1
        case .pageUp: top -= page
        case .pageDown: top += page
        case .home: top = 0
        case .end: top = active.count + ended.count
        case .redraw, .leave: break
        }
        top = max(0, top)
    }

    /// Drops the ended sessions that have been shown for long enough. A clock that was set back keeps none.
    mutating func forget(at now: Timestamp) {
        ended = ended.filter { (0..<SessionBoard.afterglow).contains(now.milliseconds - $0.value.at.milliseconds) }
    }

    /// The sessions in the order in which they are shown, those that just ended among them.
    var rows: [Session] {
        let shown = active.values.filter(filter.shows) + ended.values.map(\.last).filter(filter.shows)
        return shown.sorted(by: Session.isBefore)
    }

    /// Whether sessions of several organizations are there, so that an account's name alone says too little.
    var isMixed: Bool {
        guard organization == nil, let first = active.values.first else { return false }
        return active.values.contains { $0.organization != first.organization }
            || ended.values.contains { $0.last.organization != first.organization }
    }
}
