import Testing

@testable import StationHost

@Suite struct JournalTests {
    @Test(
        "metadata becomes a field name that the journal takes",
        arguments: [("account", "ACCOUNT"), ("socketPath", "SOCKET_PATH"), ("a-b.c", "A_B_C"), ("uid", "UID")])
    func names(key: String, field: String) {
        #expect(JournalLogHandler.name(key) == field)
    }

    @Test("nothing that a client sent begins another line")
    func lines() {
        #expect(LogLine.clean("a\nstationd: critical b\u{1B}[2J") == "a stationd: critical b [2J")
    }
}
