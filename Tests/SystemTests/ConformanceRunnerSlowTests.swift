import Foundation
import StationProtocol
import Testing

/// Whether `Protocol/conformance` can be relied on: what it refuses, what it skips, what it finds wrong in a sample.
@Suite(.serialized) struct ConformanceRunnerSlowTests {
    /// Runs one vector with these needs and steps.
    private func run(
        _ daemon: Daemon, needs: String = "", _ steps: String, _ arguments: [String] = []
    ) throws -> Programs.Outcome {
        let folder = "\(daemon.directory)/vectors"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = #"[{"name":"one","about":"One.","needs":[\#(needs)],"steps":[\#(steps)]}]"#
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/own.json"))
        return try Conformance.run(daemon.socket, ["--vectors", folder] + arguments)
    }

    @Test(
        "a sample passes where it keeps to the contract; one that is said to be wrong, where it does not",
        arguments: [
            (#""code":1023,"message":"m","data":{"reason":"storage_unavailable","retryable":true}"#, true),
            (#""code":1022,"message":"m","data":{"reason":"storage_unavailable","retryable":true}"#, false),
            (#""code":1023,"message":"m","data":{"reason":"storage_unavailable","retryable":false}"#, false),
            (#""code":1023,"message":"m","data":{"reason":"tired","retryable":true}"#, false),
            (#""code":1023,"message":"m","data":{"retryable":true}"#, false),
            (#""code":1023,"data":{"reason":"storage_unavailable","retryable":true}"#, false),
            (#""code":1015,"message":"m","data":{"reason":"overloaded","retryable":true,"retryAfterSeconds":5}"#, true),
            (#""code":1015,"message":"m","data":{"reason":"overloaded","retryable":true}"#, false),
            // Not a reason of this method.
            (#""code":1019,"message":"m","data":{"reason":"stale_fence","retryable":false}"#, false),
        ])
    func sample(error: String, holds: Bool) throws {
        let daemon = try Daemon()
        let step = #""sample":{"jsonrpc":"2.0","id":1,"error":{\#(error)}},"method":"session.open""#
        for validator in [[], ["--builtin-validator"]] {
            #expect(try run(daemon, "{\(step)}", validator).status == (holds ? 0 : 1))
            #expect(try run(daemon, #"{\#(step),"wrong":"it is"}"#, validator).status == (holds ? 1 : 0))
        }
    }

    @Test("every wrong sample of the vectors has a right one beside it")
    func wrongOnes() throws {
        for vector in try Conformance.vectors("reasons") {
            let steps = vector["steps"]?.array ?? []
            #expect(steps.contains { $0["wrong"] == nil } && steps.contains { $0["wrong"] != nil }, "\(vector)")
        }
    }

    @Test("a need that nobody knows is wrong usage; one that is not met skips the vector")
    func needs() throws {
        let daemon = try Daemon()
        let step = #"{"repeat":"<limits.seats>","steps":[{"comment":"Sit down."}]}"#
        #expect(try run(daemon, needs: #""moon""#, step).status == 64)
        for need in [#""limit:seats""#, #""slow","limit:seats""#] {
            let outcome = try run(daemon, needs: need, step)
            #expect(outcome.status == 1 && outcome.output.contains("0 ok, 0 failed, 1 skipped"), "\(outcome.output)")
            #expect(try run(daemon, needs: need, step, ["--slow", "--limit", "seats=3"]).status == 0)
        }
        #expect(try run(daemon, needs: #""alone""#, step, ["--limit", "seats=3"]).output.contains("1 skipped"))
        #expect(try run(daemon, needs: #""alone""#, step, ["--limit", "seats=3", "--alone"]).status == 0)
        // Waiting is only for those who said so.
        #expect(try run(daemon, #"{"wait":0}"#, ["--slow"]).status == 1)
        #expect(try run(daemon, needs: #""slow""#, #"{"wait":0}"#, ["--slow"]).status == 0)
    }

    @Test("a time is reckoned to the millisecond, from now or from another one")
    func times() throws {
        let daemon = try Daemon()
        func reckon(_ time: String, _ pattern: String) throws -> Int32 {
            let slug = #""organization":"<org>","#
            let steps = [
                #"{"connect":"a"}"#,
                #"{"on":"a","call":"organization.create","params":{"slug":"<org>","name":"N"}}"#,
                #"{"on":"a","call":"account.create","params":{\#(slug)"username":"bob","role":"agent"}}"#,
                #"{"on":"a","call":"station.reserve","params":{\#(slug)"station":"1","account":"bob","#
                    + #""until":\#(time)},"result":{"station":{"reservations":[{"until":\#(pattern)}]}}}"#,
            ]
            return try run(daemon, steps.joined(separator: ",")).status
        }
        let base = #""2039-12-31T23:59:59.999Z""#
        #expect(try reckon(#"{"$time":0.001,"of":\#(base)}"#, #""2040-01-01T00:00:00.000Z""#) == 0)
        #expect(try reckon(#"{"$time":0.001,"of":\#(base)}"#, base) == 1)
        #expect(try reckon(base, #"{"$time":-0.001,"of":"2040-01-01T00:00:00.000Z"}"#) == 0)
        #expect(try reckon(#"{"$time":600}"#, #"{"$ahead":[590,600]}"#) == 0)
        #expect(try reckon(#"{"$time":600}"#, #"{"$ahead":[600.1,700]}"#) == 1)
    }

    @Test(
        "a limit that is no number, or not what the broker says, is wrong usage",
        arguments: ["seats", "seats=", "=1", "seats=-1", "seats=1.5", "seats=x", "se ats=1", "lineBytes=1"])
    func limit(argument: String) throws {
        let daemon = try Daemon()
        let outcome = try run(daemon, #"{"connect":"a"}"#, ["--limit", argument])
        #expect(outcome.status == 64 && outcome.error.contains("--limit"), "\(outcome.error)")
    }

    @Test("each method, reason and limit is what some vector is about", arguments: ["methods", "reasons", "limits"])
    func covered(kind: String) throws {
        let names: Set<String>
        switch kind {
        case "methods": names = Set(Method.allCases.map(\.rawValue))
        case "reasons": names = Set(Reason.allCases.map(\.rawValue))
        default:
            let file = Programs.root.appendingPathComponent("Sources/StationProtocol/Limits.swift")
            let text = try String(contentsOf: file, encoding: .utf8)
            let found = text.matches(of: #/public (?:static let|var) (\w+)/#).map { String($0.1) }
            names = Set(found).subtracting(["standard"])
            #expect(names.count > 25)
        }
        let covered = try Conformance.vectors().flatMap { $0["covers"]?[kind]?.array ?? [] }.compactMap(\.string)
        #expect(names.subtracting(covered).isEmpty)
    }
}
