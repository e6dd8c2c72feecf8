import Testing

@testable import StationHost

@Suite struct WatchedSessionsTests {
    private var sessions = WatchedSessions()
    private let open = OSSessionState.open(isDisconnected: false)

    @Test("a session that is not there is not watched")
    mutating func absent() {
        #expect(sessions.watch("7", .none) == nil)
        #expect(sessions.saw("7", open) == nil)
        #expect(sessions.heard("7", .init(isLocked: true)) == nil)
        #expect(sessions.open.isEmpty)
    }

    @Test("what changes is reported once, beside what else is known")
    mutating func changes() {
        #expect(sessions.watch("7", open) == OSSessionReport())
        #expect(sessions.heard("7", .init(idleSince: 5)) == OSSessionReport(idleSince: 5))
        #expect(sessions.heard("7", .init(idleSince: 5)) == nil)
        let behind = OSSessionReport(idleSince: 5, isDisconnected: true)
        #expect(sessions.saw("7", .open(isDisconnected: true)) == behind)
        #expect(sessions.saw("7", .open(isDisconnected: true)) == nil)
        #expect(sessions.watch("7", open) == behind)
        #expect(sessions.heard("7", .init()) == OSSessionReport(isDisconnected: true))
        sessions.unwatch("7")
        #expect(sessions.saw("7", .none) == nil)
    }

    @Test("an ended session stays ended, whatever is seen and heard", arguments: [OSSessionState.none, .ended])
    mutating func ends(state: OSSessionState) {
        _ = sessions.watch("7", open)
        #expect(sessions.saw("7", state) == OSSessionReport(isEnded: true))
        #expect(sessions.saw("7", open) == nil)
        #expect(sessions.heard("7", .init(isLocked: true)) == nil)
        #expect(sessions.open.isEmpty && !sessions.isOpen("7"))
    }

    @Test("records that cannot be read are evidence of nothing")
    mutating func unreadable() {
        #expect(sessions.watch("7", .unknown) == OSSessionReport())
        #expect(sessions.saw("7", .unknown) == nil)
        #expect(sessions.isOpen("7"))
    }

    @Test("a name that is given out again is another session's")
    mutating func again() {
        _ = sessions.watch("c1", open)
        _ = sessions.saw("c1", .none)
        #expect(sessions.watch("c1", .none) == nil)
        #expect(sessions.watch("c1", open) == OSSessionReport())
        #expect(sessions.isOpen("c1"))
    }

    @Test("what the login manager gives out is a name, and nothing else is")
    func names() {
        for name in ["1", "c12", "A9", String(repeating: "7", count: 64)] { #expect(LoginManager.isName(name)) }
        for name in ["", ".", "../1", "1.ref", "1 ", "1\u{0}", "é", String(repeating: "7", count: 65)] {
            #expect(!LoginManager.isName(name))
            #expect(OSSessionState(of: name) == .none)
        }
    }

    @Test("of what is not there, nothing is known")
    func unknown() {
        #expect(LoginManager.uid(of: "nosuchsession") == nil)
        #expect(LoginManager.session(ofProcess: 0) == nil)
        #expect(LoginManager.session(ofProcess: -1) == nil)
        #expect(LoginManager.session(ofProcess: 1) == nil)
    }
}
