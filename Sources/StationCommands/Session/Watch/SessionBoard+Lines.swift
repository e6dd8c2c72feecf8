import StationProtocol

// What a board looks like.

extension SessionBoard {
    /// As many lines as the screen has rows, none of them wider than it.
    mutating func lines(at now: Timestamp, in size: ScreenSize) -> [String] {
        forget(at: now)
        let rows = rows
        let room = max(0, size.rows - SessionBoard.frame)
        top = min(top, max(0, rows.count - room))
        let shown = rows[top..<min(rows.count, top + room)]
        let isMixed = isMixed
        let layout = layout(rows, shown, isMixed: isMixed, at: now, in: size)
        var lines = [
            head(at: now, in: size), style.bold(TextWidth.cut(layout.line(\.heading), size.columns)),
        ]
        lines += shown.map { line($0, layout, isMixed: isMixed, at: now, in: size) }
        if rows.isEmpty { lines.append(TextWidth.cut(emptiness, size.columns)) }
        lines += Array(repeating: "", count: max(0, size.rows - 1 - lines.count))
        lines = Array(lines.prefix(max(2, size.rows - 1)))
        lines.append(style.dim(foot(shown.indices, of: rows.count, in: size)))
        return Array(lines.prefix(size.rows))
    }

    // MARK: Around the rows

    private func head(at now: Timestamp, in size: ScreenSize) -> String {
        let name = organization ?? (isMixed ? nil : active.values.first?.organization)
        let (suspect, ending) = active.values.reduce(into: (0, 0)) { counts, session in
            if session.verdict != .live { counts.0 += 1 }
            if session.ending != nil { counts.1 += 1 }
        }
        let sessions = active.count == 1 ? "1 session" : "\(active.count) sessions"
        let text = "\(name?.text ?? "all organizations"): \(sessions), \(suspect) suspect, \(ending) ending"
        // Minutes, so that a board where nothing happens is not written again each second.
        return SessionBoard.sides(text, Words.local(now, "%H:%M"), size.columns)
    }

    private func foot(_ shown: Range<Int>, of count: Int, in size: ScreenSize) -> String {
        guard shown.count < count else { return TextWidth.cut("q or Ctrl-C leaves", size.columns) }
        let place = "\(shown.lowerBound + 1)–\(shown.upperBound) of \(count)"
        return SessionBoard.sides("q leaves  ↑ ↓ PgUp PgDn scroll", place, size.columns)
    }

    /// Why there are no rows.
    private var emptiness: String {
        if !isComplete { return "asking the broker who is logged in" }
        return filter.onlySuspect ? "no session is suspect" : "nobody is logged in"
    }

    /// One text at the left, one at the right, which stays whole where there is room for one of them only.
    private static func sides(_ left: String, _ right: String, _ columns: Int) -> String {
        let room = columns - TextWidth.columns(right) - BoardLayout.gap
        guard room > 0 else { return TextWidth.cut(right, columns) }
        return TextWidth.fit(left, room) + String(repeating: " ", count: BoardLayout.gap) + right
    }

    // MARK: Rows

    /// Stations and accounts are measured in all rows, so that scrolling moves no column; the others vary little.
    private func layout(
        _ rows: [Session], _ shown: ArraySlice<Session>, isMixed: Bool, at now: Timestamp, in size: ScreenSize
    ) -> BoardLayout {
        var widest: [BoardColumn: Int] = [:]
        func measure(_ columns: [BoardColumn], _ session: Session) {
            for column in columns {
                let width = TextWidth.columns(cell(column, session, isMixed: isMixed, at: now))
                widest[column] = max(widest[column] ?? 0, width)
            }
        }
        for session in rows { measure([.station, .account], session) }
        for session in shown where ended[session.id] == nil { measure([.verdict, .since, .end], session) }
        return BoardLayout(widest, in: size.columns)
    }

    private func line(
        _ session: Session, _ layout: BoardLayout, isMixed: Bool, at now: Timestamp, in size: ScreenSize
    ) -> String {
        let text = { cell($0, session, isMixed: isMixed, at: now) }
        guard let end = ended[session.id] else { return layout.line(text) { paint($1, $0, session) } }
        // What it was does not matter any more; why it ended gets the room of it.
        let who = layout.beginning([.station, .account], text)
        return style.dim(TextWidth.cut("\(who)ended: \(end.reason)", size.columns))
    }

    private func cell(_ column: BoardColumn, _ session: Session, isMixed: Bool, at now: Timestamp) -> String {
        switch column {
        case .station: session.station?.text ?? "–"
        case .account: isMixed ? "\(session.account)@\(session.organization)" : session.account.text
        case .verdict: Words.state(session)
        case .since: Words.since(session.openedAt, at: now)
        case .device: Words.clean(Words.device(session.device))
        case .end: session.endsBy.map { Words.countdown($0.milliseconds - now.milliseconds) } ?? "–"
        }
    }

    /// Green is well, yellow wants to be looked at.
    private func paint(_ text: String, _ column: BoardColumn, _ session: Session) -> String {
        switch column {
        case .verdict: session.needsAttention ? style.yellow(text) : style.green(text)
        case .end where session.needsAttention: style.yellow(text)
        default: text
        }
    }
}
