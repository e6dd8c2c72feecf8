import StationProtocol
import Testing

@testable import StationCore

/// Random days from a seed: whatever comes in whatever order, the invariants hold; ``Desk`` looks after every step.
@Suite struct SimulationTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    /// Plays a day and gives back everything that was answered, in words.
    private func play(seed: UInt64, steps: Int) -> [String] {
        var desk = Desk.acme()
        var random = Generator(state: seed)
        desk.commitsAtOnce = false
        var tokens: [String] = []
        let accounts = ["anna", "bob", "cleo", "sue"]
        var open: Set<UInt64> = [1]
        for _ in 0..<steps {
            let connection = UInt64.random(in: 2...6, using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0 where !open.contains(connection):
                desk.connect(connection)
                open.insert(connection)
            case 1 where open.remove(connection) != nil: desk.disconnect(connection)
            case 2, 3, 4:
                let account = accounts.randomElement(using: &random)!
                let station: JSON =
                    Bool.random(using: &random)
                    ? ["station": .string("500\(Int.random(in: 0...2, using: &random))")] : [:]
                guard open.contains(connection) else { continue }
                tokens.append("token-\(desk.send(.sessionOpen, Desk.login(account, station), on: connection).serial)")
            case 5, 6:
                guard let token = tokens.randomElement(using: &random) else { continue }
                desk.send(.sessionClose, ["token": .string(token)])
            case 7:
                guard let token = tokens.randomElement(using: &random), open.contains(connection) else { continue }
                desk.send(.sessionAttach, ["token": .string(token)], on: connection)
            case 8:
                guard open.contains(connection) else { continue }
                desk.send(.stationRequest, ["organization": "acme"], on: connection)
            case 9: desk.pass(seconds: Int64.random(in: 0...20, using: &random))
            default:
                while !desk.commits.isEmpty, Int.random(in: 0..<4, using: &random) > 0 {
                    desk.settle(committed: Int.random(in: 0..<8, using: &random) > 0)
                }
            }
        }
        while !desk.commits.isEmpty { desk.settle(committed: true) }
        #expect(desk.broker.pending.isEmpty && desk.broker.parked.isEmpty && desk.broker.locks.isEmpty)
        return desk.replies.sorted { $0.key.serial < $1.key.serial }.map { "\($0.key.serial) \($0.value)" }
    }

    @Test("no day breaks an invariant", arguments: 1...40)
    func days(seed: UInt64) {
        _ = play(seed: seed, steps: 300)
    }

    @Test("the same seed and the same inputs give the same answers")
    func determinism() {
        #expect(play(seed: 7, steps: 400) == play(seed: 7, steps: 400))
    }
}
