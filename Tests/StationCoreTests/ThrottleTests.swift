import StationProtocol
import Testing

@testable import StationCore

/// Guessing is slowed down, and nobody can lock somebody else out.
@Suite struct ThrottleTests {
    private var throttle = Throttle()
    private var now = Moment(boot: 1_000_000, wall: 1_790_000_000_000)

    private static func key(_ login: String, _ source: String = "a") -> Throttle.Key {
        Throttle.Key(login: Desk.digest(login), source: source)
    }

    private func decide(
        _ login: String, _ source: String = "a", known: Bool = false, _ policy: PasswordPolicy = .classic
    )
        -> Throttle.Decision
    {
        throttle.decide(Self.key(login, source), lock: Desk.digest(login), isKnown: known, policy, at: now)
    }

    private mutating func fail(
        _ login: String, _ source: String = "a", times: Int = 1, _ policy: PasswordPolicy = .classic
    ) {
        for _ in 0..<times {
            throttle.begin(Self.key(login, source), lock: Desk.digest(login))
            _ = throttle.fail(Self.key(login, source), lock: Desk.digest(login), policy, at: now)
        }
    }

    private mutating func pass(_ seconds: Int64) {
        now.boot += seconds * 1_000
        now.wall += seconds * 1_000
    }

    @Test("failures are free at n−1 and delayed from n on, longer each time, up to a quarter of an hour")
    mutating func delays() {
        fail("anna", times: Throttle.freeFailures - 1)
        #expect(decide("anna") == .admit)
        var expected: Int64 = 1
        for _ in 0..<14 {
            fail("anna")
            #expect(decide("anna") == .refuse(retryAfterSeconds: expected))
            now.boot += expected * 1_000 - 1
            #expect(decide("anna") == .refuse(retryAfterSeconds: 1))
            now.boot += 1
            #expect(decide("anna") == .admit)
            expected = min(expected * 2, Throttle.longestDelay)
        }
        #expect(expected == Throttle.longestDelay)
    }

    @Test("attempts on their way count: what is sent at once waits for the outcome")
    mutating func parallel() {
        for _ in 0..<Throttle.freeFailures {
            #expect(decide("anna") == .admit)
            throttle.begin(Self.key("anna"), lock: Desk.digest("anna"))
        }
        #expect(decide("anna") == .wait)
        _ = throttle.succeed(Self.key("anna"), lock: Desk.digest("anna"), at: now)
        #expect(decide("anna") == .admit)
        throttle.begin(Self.key("anna"), lock: Desk.digest("anna"))
        for _ in 0..<Throttle.freeFailures {
            _ = throttle.fail(Self.key("anna"), lock: Desk.digest("anna"), .classic, at: now)
        }
        #expect(decide("anna") == .refuse(retryAfterSeconds: 1))
    }

    @Test("what is not to be counted is not")
    mutating func abandoned() {
        for _ in 0..<100 {
            throttle.begin(Self.key("anna"), lock: Desk.digest("anna"))
            throttle.abandon(Self.key("anna"), lock: Desk.digest("anna"))
        }
        #expect(decide("anna") == .admit && throttle.count == 0)
    }

    @Test("an attack from one source leaves other sources alone, and success forgets only one's own failures")
    mutating func sources() {
        fail("anna", "attacker", times: 40)
        #expect(decide("anna", "home") == .admit)
        throttle.begin(Self.key("anna", "home"), lock: Desk.digest("anna"))
        _ = throttle.succeed(Self.key("anna", "home"), lock: Desk.digest("anna"), at: now)
        #expect(decide("anna", "attacker") != .admit)
    }

    @Test("an attack from many sources slows strangers down, but not the source that the account is used to")
    mutating func distributed() {
        for index in 0..<Throttle.freeFailuresOfLogin - 1 { fail("anna", "s\(index)") }
        #expect(decide("anna", "new") == .admit)
        fail("anna", "last")
        #expect(decide("anna", "new") == .refuse(retryAfterSeconds: 1))
        #expect(decide("anna", "home", known: true) == .admit)
        for index in 0..<100 { fail("anna", "t\(index)") }
        #expect(decide("anna", "new") == .refuse(retryAfterSeconds: Throttle.longestSharedDelay))
        #expect(decide("anna", "home", known: true) == .admit)
    }

    @Test("a spray over many logins is slowed down from n on; who succeeded there before is not")
    mutating func spray() {
        for index in 0..<Throttle.freeFailingLogins - 1 { fail("login\(index)") }
        #expect(decide("another") == .admit)
        fail("one more")
        #expect(decide("another") == .refuse(retryAfterSeconds: 1))
        #expect(decide("colleague", known: true) == .admit)
        #expect(decide("another", "elsewhere") == .admit)
    }

    @Test("five hundred people behind one address log in, each after a slip, and nobody waits")
    mutating func shift() {
        for index in 0..<500 {
            let key = Self.key("agent\(index)")
            #expect(decide("agent\(index)") == .admit, "agent \(index)")
            throttle.begin(key, lock: key.login)
            _ = throttle.fail(key, lock: key.login, .classic, at: now)
            #expect(decide("agent\(index)") == .admit, "agent \(index) again")
            throttle.begin(key, lock: key.login)
            _ = throttle.succeed(key, lock: key.login, at: now)
        }
        #expect(throttle.count == 0)
    }

    @Test("pci locks a login everywhere after ten failures, for half an hour, and then counts anew")
    mutating func lock() {
        for index in 0..<9 { fail("anna", "s\(index)", .pci) }
        #expect(decide("anna", "home", known: true, .pci) == .admit)
        fail("anna", "s9", .pci)
        #expect(decide("anna", "home", known: true, .pci) == .refuse(retryAfterSeconds: 1_800))
        pass(1_799)
        #expect(decide("anna", "home", known: true, .pci) == .refuse(retryAfterSeconds: 1))
        pass(1)
        #expect(decide("anna", "home", known: true, .pci) == .admit)
        fail("anna", "home", .pci)
        #expect(decide("anna", "home", known: true, .pci) == .admit)
    }

    @Test("parallel guesses from many sources do not outrun the lock")
    mutating func parallelLock() {
        for index in 0..<10 {
            #expect(decide("anna", "s\(index)", .pci) == .admit)
            throttle.begin(Self.key("anna", "s\(index)"), lock: Desk.digest("anna"))
        }
        #expect(decide("anna", "s10", .pci) == .wait)
    }

    @Test("failures are forgotten a day after the last, and by hand at once")
    mutating func forgetting() {
        fail("anna", times: 20)
        fail("bob", times: 20)
        pass(Throttle.memory - 1)
        #expect(!throttle.expire(at: now) && throttle.count == 2)
        fail("bob")
        pass(1)
        #expect(throttle.expire(at: now) && throttle.count == 1)
        #expect(throttle.report([Desk.digest("anna")], .classic, at: now) == nil)
        #expect(throttle.report([Desk.digest("bob")], .classic, at: now)?.failures == 21)
        #expect(throttle.unlocking(Desk.digest("bob"), at: now).allSatisfy { $0.failures == 0 })
        #expect(throttle.report([Desk.digest("bob")], .classic, at: now) != nil)
        throttle.unlock(Desk.digest("bob"))
        #expect(decide("bob") == .admit && throttle.count == 0)
    }

    @Test("what is remembered is bounded; the oldest goes first")
    mutating func capacity() {
        for index in 0...Throttle.capacity {
            if index == 1 { pass(1) }
            fail("login\(index)", "s\(index % 5_000)")
        }
        #expect(throttle.count == Throttle.capacity)
        #expect(throttle.report([Desk.digest("login0")], .classic, at: now) == nil)
        #expect(throttle.report([Desk.digest("login1")], .classic, at: now) != nil)
    }

    @Test("what the ledger held goes on, also when the wall clock was set back or forward")
    mutating func restart() {
        func record(_ age: Int64) -> FailureRecord {
            FailureRecord(
                key: Self.key("anna"), failures: 15, lastAt: Timestamp(milliseconds: now.wall - age * 1_000))
        }
        throttle.load(record(100), at: now)
        #expect(decide("anna") == .refuse(retryAfterSeconds: 800))
        throttle = Throttle()
        throttle.load(record(-86_400), at: now)
        #expect(decide("anna") == .refuse(retryAfterSeconds: 900))
        throttle = Throttle()
        throttle.load(record(Throttle.memory), at: now)
        #expect(decide("anna") == .admit && throttle.count == 0)
    }

    @Test("a lock is kept over a restart, and failures before an earlier lock or success do not make a new one")
    mutating func lockOverRestart() {
        var disk: [Throttle.Key: FailureRecord] = [:]
        func fail(_ source: String) {
            throttle.begin(Self.key("anna", source), lock: Desk.digest("anna"))
            for record in throttle.fail(Self.key("anna", source), lock: Desk.digest("anna"), .pci, at: now) {
                disk[record.key] = record
            }
        }
        func restart() {
            throttle = Throttle()
            for record in disk.values { throttle.load(record, at: now) }
        }
        for index in 0..<10 { fail("s\(index)") }
        restart()
        #expect(decide("anna", "home", known: true, .pci) == .refuse(retryAfterSeconds: 1_800))
        pass(1_800)
        for index in 0..<2 { fail("s\(index)") }
        restart()
        #expect(decide("anna", "home", known: true, .pci) == .admit)
        throttle.begin(Self.key("anna", "home"), lock: Desk.digest("anna"))
        for record in throttle.succeed(Self.key("anna", "home"), lock: Desk.digest("anna"), at: now) {
            disk[record.key] = record
        }
        for index in 0..<9 { fail("t\(index)") }
        restart()
        #expect(decide("anna", "home", known: true, .pci) == .admit)
    }

    @Test("who waits is bounded: so many of one login from one source, so many of one source")
    func waiting() {
        var waiting = WaitingAttempts()
        func attempt(_ serial: UInt64) -> Attempt {
            let request = Request(
                ref: RequestRef(connection: ConnectionID(serial % 7), serial: serial), peer: Desk.user(1),
                command: .brokerPing(BrokerPing()))
            return Attempt(request: request, work: .verify(.placeholder, against: nil))
        }
        func append(_ serial: UInt64, _ login: String, _ source: String = "a") -> Bool {
            waiting.append(attempt(serial), Self.key(login, source), lock: Desk.digest(login))
        }
        for serial in 0..<UInt64(WaitingAttempts.perKey) { #expect(append(serial, "anna")) }
        #expect(!append(99, "anna"))
        for serial in UInt64(WaitingAttempts.perKey)..<UInt64(WaitingAttempts.perSource) {
            #expect(append(1_000 + serial, "login\(serial)"))
        }
        #expect(!append(5_000, "another"))
        #expect(append(5_001, "anna", "b"))
        #expect(
            waiting.keys(near: Self.key("anna"), lock: Desk.digest("anna")).count == WaitingAttempts.perSource
                - WaitingAttempts.perKey + 2)
        #expect(waiting.keys(near: Self.key("anna", "c"), lock: Desk.digest("anna")).count == 2)
        let ref = RequestRef(connection: ConnectionID(5_001 % 7), serial: 5_001)
        let removals = [waiting.remove(ref), waiting.remove(ref)]
        #expect(removals == [true, false])
        let first = waiting.popFirst(Self.key("anna"))
        #expect(first?.request.ref.serial == 0)
        for connection in 0..<UInt64(7) { waiting.removeAll(of: ConnectionID(connection)) }
        #expect(
            waiting.keys(near: Self.key("anna"), lock: Desk.digest("anna")).isEmpty
                && waiting.first(Self.key("anna")) == nil)
        #expect(append(6_000, "anna"))
    }
}
