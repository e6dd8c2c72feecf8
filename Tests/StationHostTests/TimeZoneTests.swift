import Testing

@testable import StationHost

@Suite struct TimeZoneTests {
    /// 2026-03-28 12:00 UTC and 2026-10-24 12:00 UTC: the days before clocks change in Berlin.
    static let (spring, autumn): (Int64, Int64) = (1_774_699_200_000, 1_792_843_200_000)
    static let hour: Int64 = 3_600_000

    @Test("a time of day comes when clocks there show it, also across the nights in which they change")
    func next() {
        // 18:00 in Berlin is 17:00 UTC in winter and 16:00 in summer.
        #expect(TimeZones.next(minute: 1_080, in: "Europe/Berlin", after: Self.spring) == Self.spring + 5 * Self.hour)
        let tomorrow = Self.spring + 6 * Self.hour
        #expect(TimeZones.next(minute: 1_080, in: "Europe/Berlin", after: tomorrow) == Self.spring + 28 * Self.hour)
        #expect(TimeZones.next(minute: 1_080, in: "Europe/Berlin", after: Self.autumn) == Self.autumn + 4 * Self.hour)
        let later = Self.autumn + 5 * Self.hour
        #expect(TimeZones.next(minute: 1_080, in: "Europe/Berlin", after: later) == Self.autumn + 29 * Self.hour)
    }

    @Test("a time that clocks leave out comes behind the gap; one that they show twice comes the first time, and once")
    func change() {
        // 02:30 is left out on 2026-03-29: 03:00 summer time is 01:00 UTC.
        #expect(TimeZones.next(minute: 150, in: "Europe/Berlin", after: Self.spring) == Self.spring + 13 * Self.hour)
        // 02:30 comes twice on 2026-10-25, at 00:30 and 01:30 UTC.
        let first = Self.autumn + 12 * Self.hour + Self.hour / 2
        #expect(TimeZones.next(minute: 150, in: "Europe/Berlin", after: Self.autumn) == first)
        #expect(
            TimeZones.next(minute: 150, in: "Europe/Berlin", after: first + 2 * Self.hour) == first + 25 * Self.hour)
    }

    @Test("the moment itself is not the next one; midnight and zones without half an hour's symmetry are right")
    func edges() {
        #expect(TimeZones.next(minute: 720, in: "UTC", after: Self.spring) == Self.spring + 24 * Self.hour)
        #expect(TimeZones.next(minute: 720, in: "UTC", after: Self.spring - 1) == Self.spring)
        #expect(
            TimeZones.next(minute: 0, in: "Asia/Kolkata", after: Self.spring) == Self.spring + 6 * Self.hour + Self.hour
                / 2)
        #expect(TimeZones.clock(Self.spring, in: "Asia/Kolkata") == "17:30")
        #expect(TimeZones.next(minute: 0, in: "Mars/Olympus", after: Self.spring) == nil)
    }

    @Test(
        "zones are those of the IANA database",
        arguments: ["UTC", "Europe/Berlin", "Etc/GMT+3", "GMT+3", "Mars/Olympus", ""])
    func known(name: String) {
        #expect(TimeZones.knows(name) == ["UTC", "Europe/Berlin", "Etc/GMT+3"].contains(name))
    }
}
