import StationProtocol
import Testing

@Suite struct NameTests {
    private func text(_ count: Int, _ letter: String = "1") -> String { String(repeating: letter, count: count) }

    @Test("bounds of length hold at n−1, n and n+1")
    func lengths() {
        #expect(StationID(text(0)) == nil)
        #expect(StationID(text(1)) != nil && StationID(text(31)) != nil && StationID(text(32)) != nil)
        #expect(StationID(text(33)) == nil)
        #expect(Slug("") == nil && Slug(text(62)) != nil && Slug(text(63)) != nil && Slug(text(64)) == nil)
        #expect(
            Username("") == nil && Username(text(63)) != nil && Username(text(64)) != nil && Username(text(65)) == nil)
        #expect(
            RequestKey("") == nil && RequestKey(text(63)) != nil && RequestKey(text(64)) != nil
                && RequestKey(text(65)) == nil)
        #expect(
            DisplayText("") == nil && DisplayText(text(199)) != nil && DisplayText(text(200)) != nil
                && DisplayText(text(201)) == nil)
        #expect(Email("a@" + text(251)) != nil && Email("a@" + text(252)) != nil && Email("a@" + text(253)) == nil)
    }

    @Test(
        "a station is ASCII digits and nothing else",
        arguments: ["12a", "-1", "+1", "1.0", " 1", "1 ", "٣٤٥", "１２", "1\u{301}", "0x1"])
    func notStations(text: String) {
        #expect(StationID(text) == nil)
    }

    @Test("leading zeros count, and numbers sort as people count")
    func stationOrder() {
        #expect(StationID("007") != StationID("7"))
        #expect(StationID("9")! < StationID("10")! && StationID("10")! < StationID("007")!)
    }

    @Test("usernames fold to lower case in ASCII only", arguments: ["a b", "a@b", "é", "a/b", "İ", "a\n"])
    func usernames(bad: String) {
        #expect(Username("An.Na_7-x")?.text == "an.na_7-x")
        #expect(Username(bad) == nil)
    }

    @Test(
        "text for people has no control characters",
        arguments: ["a\nb", "\u{1B}[31m", "a\u{85}b", "a\u{202E}b", "\u{7F}"])
    func controls(text: String) {
        #expect(DisplayText(text) == nil)
    }

    @Test(
        "OS users are names or 32-bit uids",
        arguments: [("4294967295", true), ("4294967296", false), ("anna", true), ("a:b", false)])
    func osUsers(text: String, isValid: Bool) {
        #expect((OSUser(text) != nil) == isValid)
    }

    @Test("a session's id carries its fence and comes back from its text")
    func sessionIDs() throws {
        let id = SessionID(fence: (1 << 53) - 1, random: .max)
        #expect(id.fence == (1 << 53) - 1)
        #expect(SessionID(id.text) == id)
        #expect(id.rawValue <= UInt64(Int64.max))
        #expect(
            SessionID("ffffffffffff") == nil && SessionID("zzzzzzzzzzzzz") == nil && SessionID("uuuuuuuuuuuuu") == nil)
    }

    @Test(
        "times are RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-22T14:03:00.120Z", 1_795_356_180_120),
            ("2026-11-22T15:03:00.12+01:00", 1_795_356_180_120), ("2000-02-29T00:00:00.0009Z", 951_782_400_000),
        ])
    func times(text: String, milliseconds: Int64) throws {
        let time = try #require(Timestamp(text))
        #expect(time.milliseconds == milliseconds)
        #expect(Timestamp(time.text) == time)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22", "2026-11-22T24:00:00Z", "2026-11-22T00:00:00",
            "1969-12-31T23:59:59Z", "2026-11-22T00:00:00.Z",
        ])
    func badTimes(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
