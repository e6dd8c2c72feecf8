import CStationHost
import Foundation
import Testing

@testable import StationHost

@Suite struct ProcessTests {
    private static func sleeper() throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sleep")
        process.arguments = ["60"]
        try process.run()
        return process
    }

    private static func isGone(_ process: HostProcess) -> Bool {
        if case .gone = ProcessHandle.find(process) { true } else { false }
    }

    @Test("a process is its pid and its start; the name of its program may hold brackets and blanks")
    func identity() throws {
        #expect(HostProcess.startTicks(in: "7 (a) b ( c) S 1 7 7 0 -1 4 1 2 3 4 5 6 7 8 20 0 1 0 4711 99") == 4_711)
        #expect(HostProcess.startTicks(in: "7 (a) S 1") == nil)
        #expect(HostProcess.startTicks(in: "") == nil)
        let own = try #require(HostProcess(pid: getpid()))
        #expect(own.startMilliseconds <= HostClock.bootMilliseconds)
        #expect(HostProcess(pid: 0) == nil && HostProcess(pid: -1) == nil)
        #expect(HostProcess.user(ofPid: getpid()) == getuid())
    }

    @Test("an exit is told once, also one that came before anybody watched", .timeLimit(.minutes(1)))
    func exit() async throws {
        let told = AsyncStream<HostProcess>.makeStream()
        let watch = try ProcessWatch { for process in $0 { told.continuation.yield(process) } }
        defer { watch.stop() }
        let process = try Self.sleeper()
        let handle = try #require(ProcessHandle.open(pid: process.processIdentifier))
        #expect(!handle.hasExited && handle.user == getuid())
        #expect(
            Self.isGone(HostProcess(pid: handle.process.pid, startTicks: handle.process.startTicks + 1)))
        watch.add(handle)
        watch.add(handle)
        watch.remove(handle.process)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(handle.hasExited && Self.isGone(handle.process))
        watch.add(handle)
        var iterator = told.stream.makeAsyncIterator()
        #expect(await iterator.next() == handle.process)
    }

    @Test("a process counts only where no other can have got its pid since it connected")
    func reuse() {
        func isPeer(_ started: Int64, waited: Int64, accepted: Int64, isConnected: Bool = true) -> Bool {
            PeerProcess.isPeer(
                startedAt: started, .init(nobodyWaitedAt: waited, acceptedAt: accepted, isConnected: isConnected))
        }
        let bound = PeerProcess.noReuseWithin
        // Began before anybody can have connected: the peer, however long the daemon was held up.
        #expect(isPeer(999, waited: 1_000, accepted: 900_000))
        // Began later: told apart only where no pid can have come again.
        #expect(isPeer(1_000, waited: 1_000, accepted: 1_000 + bound))
        #expect(!isPeer(1_000, waited: 1_000, accepted: 1_000 + bound + 1))
        // Who has hung up is gone, and its pid anybody's.
        #expect(!isPeer(999, waited: 1_000, accepted: 1_001, isConnected: false))
    }

    @Test(
        "the peer of a connection is found in both ways, and not when it is gone",
        arguments: PeerProcess.Method.allCases)
    func peer(method: PeerProcess.Method) throws {
        var pair: [CInt] = [0, 0]
        #expect(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &pair) == 0)
        let now = HostClock.bootMilliseconds
        #expect(PeerProcess.handle(of: pair[0], pid: getpid(), method, nobodyWaitedAt: now)?.process.pid == getpid())
        #expect(PeerProcess.handle(of: pair[0], pid: 0, method, nobodyWaitedAt: now) == nil)
        close(pair[1])
        if method == .byPid {
            #expect(PeerProcess.handle(of: pair[0], pid: getpid(), method, nobodyWaitedAt: now) == nil)
        }
        close(pair[0])
    }
}
