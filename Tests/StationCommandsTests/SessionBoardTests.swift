import StationProtocol
import Testing

@testable import StationCommands

/// The board that `session watch` shows, without a terminal.
@Suite struct SessionBoardTests {
    static let now = Timestamp(milliseconds: 1_795_338_840_000)
    private static let usual = ScreenSize.usual
    private static let narrow = ScreenSize(columns: 40, rows: 24)

    static func later(_ milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + milliseconds)
    }

    static func session(
        _ number: UInt64, _ account: String, _ station: String?, _ change: (inout Session) -> Void = { _ in }
    ) -> Session {
        var session = Session()
        session.id = SessionID(rawValue: number)
        session.organization = Slug("acme")!
        session.account = Username(account)!
        session.station = station.flatMap { StationID($0) }
        session.openedAt = later(-60_000)
        session.device.label = DisplayText("desk-\(number)")
        session.device.pid = 4_000
        change(&session)
        return session
    }

    private static func suspect(_ session: inout Session, _ left: Int64) {
        session.verdict = .suspect
        session.endsAt = later(left)
    }

    private static func ended(_ session: Session, by actor: String? = nil, comment: String? = nil) -> EventData {
        var session = session
        session.state = .ended
        session.verdict = .dead
        session.endReason = .terminated
        var data = EventData(session: session)
        data.by = actor
        data.comment = comment.flatMap { DisplayText($0) }
        return data
    }

    private static func board(
        _ sessions: [Session], _ filter: SessionFilter = SessionFilter(), isColoured: Bool = false
    ) -> SessionBoard {
        var board = SessionBoard(
            organization: Slug("acme"), filter: filter, style: Style(isColoured: isColoured))
        var snapshot = EventData()
        snapshot.sessions = sessions
        snapshot.last = true
        board.take(snapshot, at: now)
        return board
    }

    /// Four sessions, of which two need attention.
    private static let some = [
        session(1, "anna", "4021"), session(2, "bob", "5000") { suspect(&$0, 23_000) },
        session(3, "cleo", "600") {
            $0.busy = true
            $0.endsAt = later(27_000_000)
        },
        session(4, "dora", "5001") {
            $0.busy = true
            $0.ending = SessionEnding(reason: .passwordChanged, at: later(20_000), by: nil)
        },
    ]

    private static func accounts(_ lines: [String]) -> [String] {
        lines.dropFirst(2).dropLast().compactMap { line in
            let words = line.split(separator: " ")
            return words.count > 1 ? String(words[1]) : nil
        }
    }

    @Test("at 80×24: head, headings, those that need attention first, then by station; the foot in the last line")
    func usualSize() {
        var board = Self.board(Self.some)
        let lines = board.lines(at: Self.now, in: Self.usual)
        #expect(lines.count == 24)
        #expect(lines[0].hasPrefix("acme: 4 sessions, 1 suspect, 1 ending  "))
        #expect(lines[0].hasSuffix(Words.local(Self.now, "%H:%M")))
        let since = Words.since(Self.later(-60_000), at: Self.now)
        #expect(lines[1].split(separator: " ") == ["STATION", "ACCOUNT", "VERDICT", "SINCE", "DEVICE", "ENDS", "IN"])
        #expect(Self.accounts(lines) == ["dora", "bob", "cleo", "anna"])
        #expect(lines[2].hasPrefix("5001     dora     live, ending  \(since)") && lines[2].hasSuffix("   0:20"))
        #expect(lines[3].contains("suspect") && lines[3].hasSuffix("   0:23"))
        #expect(lines[4].contains("live, busy") && lines[4].hasSuffix("7:30:00"))
        #expect(lines[5].contains("desk-1 (uid 0, pid 4000)") && lines[5].hasSuffix("–"))
        for line in lines[0...5] { #expect(TextWidth.columns(line) == 80, "\(line)") }
        #expect(lines[6..<23].allSatisfy(\.isEmpty) && lines[23] == "q or Ctrl-C leaves")
    }

    @Test("countdowns go on, to the earlier of an announced end and that of lease, grace or limit")
    func countdowns() {
        var board = Self.board([
            Self.session(1, "anna", "4021") {
                $0.ending = SessionEnding(reason: .passwordChanged, at: Self.later(90_000), by: nil)
                $0.endsAt = Self.later(30_000)
            }
        ])
        for (later, expected) in [(Int64(0), " 0:30"), (1_000, " 0:29"), (40_000, " now")] {
            let line = board.lines(at: Self.later(later), in: Self.usual)[2]
            #expect(line.hasSuffix(expected))
        }
    }

    @Test(
        "time that is left, in words",
        arguments: [
            (-5, "now"), (0, "now"), (1, "0:01"), (59_001, "1:00"), (3_599_000, "59:59"), (3_600_000, "1:00:00"),
            (86_399_000, "23:59:59"), (90_000_000, "1 d 1 h"),
        ])
    func countdownWords(milliseconds: Int64, text: String) {
        #expect(Words.countdown(milliseconds) == text)
    }

    @Test("at 40 columns devices and beginnings give way, then what is long is cut; nothing is wider")
    func narrowSize() {
        var board = Self.board(Self.some + [Self.session(5, "somebody.with.a.long.name", "7000")])
        let lines = board.lines(at: Self.now, in: Self.narrow)
        #expect(lines.count == 24 && lines.allSatisfy { TextWidth.columns($0) <= 40 })
        #expect(lines[1].split(separator: " ") == ["STATION", "ACCOUNT", "VERDICT", "ENDS", "IN"])
        #expect(lines[3].hasPrefix("5000     bob ") && lines[3].hasSuffix("0:23"))
        #expect(lines[6].contains("somebod…"))
    }

    @Test("no line is wider than the terminal and there are as many as it has rows, however small it is")
    func everySize() {
        var board = Self.board(Self.some + (10..<30).map { Self.session($0, "agent\($0)", "1\($0)") })
        board.take(Self.ended(Self.some[0], by: "an operator (uid 0)"), at: Self.now)
        for columns in 1...100 {
            for rows in [1, 2, 3, 4, 10, 40] {
                let lines = board.lines(at: Self.now, in: ScreenSize(columns: columns, rows: rows))
                #expect(lines.count == rows && lines.allSatisfy { TextWidth.columns($0) <= columns })
            }
        }
    }

    @Test("of more rows than fit the foot says which are shown, and keys go on to the others")
    func scrolling() {
        var board = Self.board((100..<130).map { Self.session($0, "agent\($0)", "\($0)") })
        let size = ScreenSize(columns: 80, rows: 10)
        var foot = board.lines(at: Self.now, in: size)[9]
        #expect(foot.hasPrefix("q leaves") && foot.hasSuffix("  1–7 of 30"))
        for (key, expected) in [
            (Key.down, "2–8 of 30"), (.pageDown, "9–15 of 30"), (.up, "8–14 of 30"), (.pageUp, "1–7 of 30"),
            (.up, "1–7 of 30"), (.end, "24–30 of 30"), (.down, "24–30 of 30"), (.up, "23–29 of 30"),
            (.home, "1–7 of 30"),
        ] {
            board.scroll(key, in: size)
            foot = board.lines(at: Self.now, in: size)[9]
            #expect(foot.hasSuffix("  \(expected)"), "\(key): \(foot)")
        }
        board.scroll(.pageDown, in: size)
        var lines = board.lines(at: Self.now, in: size)
        #expect(Self.accounts(lines).first == "agent107")
        // Fewer rows than before: the last ones stay on the screen.
        board.scroll(.end, in: size)
        for number in UInt64(100)..<120 {
            board.take(Self.ended(Self.session(number, "agent\(number)", "\(number)")), at: Self.now)
        }
        lines = board.lines(at: Self.later(6_000), in: size)
        #expect(Self.accounts(lines).first == "agent123")
    }

    @Test("a session that ended stays in its place for five seconds, dimmed, with the reason and who did it")
    func ended() {
        var board = Self.board(Self.some, isColoured: true)
        board.take(Self.ended(Self.some[1], by: "an operator (uid 0)", comment: "lunch"), at: Self.now)
        let lines = board.lines(at: Self.later(4_999), in: Self.usual)
        #expect(
            lines[3] == "\u{1B}[2m5000     bob      ended: terminated by an operator (uid 0) (lunch)\u{1B}[0m")
        #expect(lines[0].hasPrefix("acme: 3 sessions, 0 suspect, 1 ending  "))
        let after = board.lines(at: Self.later(5_000), in: Self.usual)
        #expect(!after.contains { $0.contains("bob") } && after[3].contains("cleo"))
        #expect(board.ended.isEmpty)
        // The same agent is back at once, beside the session that ended.
        board.take(Self.ended(Self.some[0]), at: Self.now)
        board.take(EventData(session: Self.session(9, "anna", "4021")), at: Self.now)
        let again = board.lines(at: Self.now, in: Self.usual)
        #expect(again.filter { $0.contains("anna") }.count == 2)
    }

    @Test("a session that ended goes also when the clock was set back, and one that was never seen does not come")
    func clocks() {
        var board = Self.board(Self.some)
        board.take(Self.ended(Self.some[1]), at: Self.now)
        board.take(Self.ended(Self.session(77, "zoe", "77")), at: Self.now)
        #expect(board.ended.count == 1)
        let lines = board.lines(at: Self.later(-3_600_000), in: Self.usual)
        #expect(!lines.contains { $0.contains("bob") })
    }

    @Test("colour is not counted as width, and without it there is no escape code")
    func colour() {
        var (plain, coloured) = (Self.board(Self.some), Self.board(Self.some, isColoured: true))
        plain.take(Self.ended(Self.some[0]), at: Self.now)
        coloured.take(Self.ended(Self.some[0]), at: Self.now)
        for size in [Self.usual, Self.narrow] {
            let lines = plain.lines(at: Self.now, in: size)
            let painted = coloured.lines(at: Self.now, in: size)
            #expect(!lines.contains { $0.contains("\u{1B}") })
            #expect(painted.map(TextWidth.plain) == lines)
            #expect(painted[3].contains("\u{1B}[33msuspect") && painted[4].contains("\u{1B}[32mlive"))
        }
    }

    @Test("nothing that came over the wire moves the cursor")
    func controls() {
        var board = Self.board(Self.some)
        board.take(Self.ended(Self.some[1], by: "x\u{1B}[2J\u{9B}1A\r\n\u{7}"), at: Self.now)
        let lines = board.lines(at: Self.now, in: Self.usual)
        #expect(lines[3].contains("x\u{FFFD}[2J\u{FFFD}1A\u{FFFD}\u{FFFD}\u{FFFD}"))
        #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x9B } })
    }

    @Test("wide characters take two columns and marks none, and the end stays at the right")
    func wideCharacters() {
        let label = "漢字デスク第一営業部コールセンター e\u{301}"
        var board = Self.board([Self.session(1, "anna", "4021") { $0.device.label = DisplayText(label) }])
        let line = board.lines(at: Self.now, in: Self.usual)[2]
        #expect(TextWidth.columns(line) == 80 && line.contains("漢字デスク") && line.contains("…") && line.hasSuffix("–"))
    }

    @Test("with --stale only the suspect are shown, and all are counted")
    func stale() {
        var board = Self.board(Self.some, SessionFilter(onlySuspect: true))
        var lines = board.lines(at: Self.now, in: Self.usual)
        #expect(Self.accounts(lines) == ["bob"] && lines[0].hasPrefix("acme: 4 sessions, 1 suspect, 1 ending"))
        board.take(EventData(session: Self.session(2, "bob", "5000")), at: Self.now)
        lines = board.lines(at: Self.now, in: Self.usual)
        #expect(lines[2] == "no session is suspect")
        board.take(EventData(session: Self.session(1, "anna", "4021") { Self.suspect(&$0, 1_000) }), at: Self.now)
        board.take(Self.ended(Self.some[0]), at: Self.now)
        lines = board.lines(at: Self.now, in: Self.usual)
        #expect(lines[2].contains("ended: terminated"))
    }

    @Test("one account or station is watched alone, and the line mode tells what became of a suspect one")
    func filters() {
        for (filter, account) in [
            (SessionFilter(account: Username("bob")), "bob"), (SessionFilter(station: StationID("600")), "cleo"),
        ] {
            var board = Self.board(Self.some, filter)
            let lines = board.lines(at: Self.now, in: Self.usual)
            #expect(Self.accounts(lines) == [account])
        }
        var filter = SessionFilter(onlySuspect: true)
        let live = EventData(session: Self.session(2, "bob", "5000"))
        let suspect = EventData(session: Self.some[1])
        let passed = [live, suspect, live, live, suspect, Self.ended(Self.some[1]), live].map { filter.passes($0) }
        #expect(passed == [false, true, true, false, true, true, false])
    }

    @Test("a snapshot comes in parts; until the last one nobody is said to be absent")
    func parts() {
        var board = SessionBoard(organization: nil, filter: SessionFilter(), style: Style(isColoured: false))
        var lines = board.lines(at: Self.now, in: Self.usual)
        #expect(lines[2] == "asking the broker who is logged in")
        var part = EventData()
        part.sessions = []
        part.last = true
        var empty = board
        empty.take(part, at: Self.now)
        lines = empty.lines(at: Self.now, in: Self.usual)
        #expect(lines[2] == "nobody is logged in" && lines[0].hasPrefix("all organizations: 0 sessions"))
        part.sessions = [Self.some[0]]
        part.last = false
        board.take(part, at: Self.now)
        part.sessions = [Self.session(8, "anna", "4021") { $0.organization = Slug("beta")! }]
        part.last = true
        board.take(part, at: Self.now)
        lines = board.lines(at: Self.now, in: Self.usual)
        #expect(lines[0].hasPrefix("all organizations: 2 sessions"))
        #expect(Set(Self.accounts(lines)) == ["anna@acme", "anna@beta"])
    }
}

@Suite struct KeyReaderTests {
    @Test("keys are read from whatever pieces a terminal sends")
    func pieces() {
        let typed = Array("jk\u{1B}[A\u{1B}OB\u{1B}[5~\u{1B}[6~\u{1B}[H\u{1B}[4~\u{1B}[1;5Ax\u{1B}\u{C}".utf8)
        let expected: [Key] = [.down, .up, .up, .down, .pageUp, .pageDown, .home, .end, .redraw]
        for size in 1...typed.count {
            var reader = KeyReader()
            let pieces = stride(from: 0, to: typed.count, by: size).map {
                Array(typed[$0..<min(typed.count, $0 + size)])
            }
            let keys = pieces.flatMap { reader.read($0) }
            #expect(keys == expected)
        }
    }

    @Test("q leaves, and Ctrl-C does whatever has been begun", arguments: ["q", "\u{3}", "\u{1B}[\u{3}", "\u{1B}q"])
    func leaving(typed: String) {
        var reader = KeyReader()
        let keys = reader.read(Array(typed.utf8))
        #expect(keys == [.leave])
    }
}

@Suite struct TextWidthTests {
    @Test(
        "characters take the columns that terminals give them",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("한", 2), ("각", 2), ("🙂", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2),
            ("–…↑", 3), ("\u{FFFD}", 1),
        ])
    func columns(text: String, width: Int) {
        #expect(TextWidth.columns(text) == width)
    }

    @Test("what is cut says so, and no character is cut in two")
    func cutting() {
        #expect(TextWidth.cut("station", 7) == "station" && TextWidth.cut("stations", 7) == "statio…")
        #expect(TextWidth.cut("漢字漢", 4) == "漢…" && TextWidth.fit("漢字漢", 4) == "漢… ")
        #expect(TextWidth.fit("ab", 4) == "ab  " && TextWidth.fitRight("ab", 4) == "  ab")
        #expect(TextWidth.cut("ab", 1) == "…" && TextWidth.cut("ab", 0) == "")
        #expect(TextWidth.plain("\u{1B}[2ma\u{1B}[0mb") == "ab")
    }
}
