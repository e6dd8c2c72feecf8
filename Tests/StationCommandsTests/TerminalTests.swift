import Foundation
import StationProtocol
import Testing

@testable import StationCommands

@Suite struct TerminalTests {
    @Test("columns are aligned, colour does not count as width, and nothing moves the cursor")
    func table() {
        let table = Table(
            headings: ["A", "LONG"], rows: [["1", "x\u{1B}[2J"], ["four", "y"]],
            paint: { style, _, column, text in column == 0 ? style.green(text) : text })
        #expect(table.text(Style(isColoured: false)) == "A     LONG\n1     x\u{FFFD}[2J\nfour  y")
        #expect(table.text(Style(isColoured: true)).contains("\u{1B}[32m1\u{1B}[0m     x"))
    }

    @Test("options of every command may stand before it")
    func hoisting() {
        #expect(Arguments.hoisted(["--socket", "/x", "status"]) == ["status", "--socket", "/x"])
        #expect(Arguments.hoisted(["--output=json", "session", "list"]) == ["session", "list", "--output=json"])
        #expect(Arguments.hoisted(["status", "--socket", "/x"]) == ["status", "--socket", "/x"])
        #expect(Arguments.hoisted(["--socket"]) == ["--socket"])
    }

    @Test("durations in words", arguments: [(5, "5 s"), (65, "1 min"), (3_700, "1 h 1 min"), (90_000, "1 d 1 h")])
    func durations(seconds: Int64, text: String) {
        #expect(Words.seconds(seconds) == text)
    }
}

@Suite struct RosterTests {
    private let path = "/tmp/roster-\(UUID().uuidString.prefix(8)).csv"

    private func roster(_ text: String) throws -> Roster {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try Roster(path: path)
    }

    @Test("a roster is read with quotes, empty fields and a byte order mark")
    func reads() throws {
        let roster = try roster(
            "\u{FEFF}username,email,role,station_kind,station,display_name,os_user\nAnna,a@x.example,agent,static,0040,\"Doe, Anna\",1001\nbob,,supervisor,,,,\n"
        )
        #expect(roster.problems.isEmpty)
        #expect(roster.rows.count == 2)
        #expect(roster.rows[0].displayName?.text == "Doe, Anna")
        #expect(roster.rows[0].station == StationAssignment(.static, StationID("0040")))
        #expect(roster.rows[1].email == nil && roster.rows[1].station == nil)
    }

    @Test("every bad line is reported with its number")
    func problems() throws {
        let roster = try roster(
            "username,role,station_kind,station\na b,agent,,\nc,boss,,\nd,agent,static,\ne,agent,static,1x\nf,agent,,\n"
        )
        #expect(roster.problems.map(\.line) == [2, 3, 4, 5])
        #expect(roster.rows.count == 1)
    }

    @Test("line numbers are those of the file; blank lines are nothing; a field too many is a problem")
    func lines() throws {
        let roster = try roster("username,role\nq9,agent\n\n\"q8\nx\",agent\nq10,boss\nq11,agent,extra\nq12,agent\n")
        #expect(roster.problems.map(\.line) == [4, 6, 7], "\(roster.problems)")
        #expect(roster.rows.map(\.username.text) == ["q9", "q12"])
    }

    @Test("a header that is none is refused", arguments: ["name,role\n", "username\n", "username,role,shoe_size\n"])
    func headers(text: String) {
        #expect(throws: CommandFailure.self) { _ = try roster(text) }
    }
}
