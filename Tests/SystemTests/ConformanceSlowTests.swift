import Foundation
import StationProtocol
import Testing

/// `Protocol/` against the built daemon: the vectors, the schemas, the example clients; and whether they can fail.
@Suite(.serialized) struct ConformanceSlowTests {
    @Test(
        "every vector holds, and every line keeps to the schemas", .enabled(if: Programs.isRoot),
        arguments: [[], ["--builtin-validator"]])
    func vectors(arguments: [String]) throws {
        // Short enough for the vector about a line that is not ended to be run.
        let daemon = try Daemon("limits:\n  incompleteLineSeconds: 3")
        // A socket that is in use is no excuse: twice on the same daemon.
        for _ in 0..<(arguments.isEmpty ? 2 : 1) {
            let outcome = try Conformance.run(daemon.socket, arguments)
            #expect(outcome.status == 0, "\(outcome.output.suffix(4_000))\(outcome.error)")
            // Those want minutes, or a broker with small limits.
            let skipped = outcome.output.split(separator: "\n").filter { $0.hasPrefix("skip ") }
            let reasons = ["it takes minutes;", "it changes what others meet;", "nobody told the limit"]
            #expect(skipped.allSatisfy { line in reasons.contains { line.contains(": \($0)") } })
        }
    }

    @Test(
        "limits that broker.hello does not tell hold at n−1, n, n+1", .enabled(if: Programs.isRoot),
        arguments: [("connections", 2), ("connectionsPerUser", 2), ("requestKeysPerUser", 1)])
    func smallLimits(name: String, vectors: Int) throws {
        let daemon = try Daemon("limits:\n  \(name): 8")
        let outcome = try Conformance.run(daemon.socket, ["--only", "small-limits/", "--limit", "\(name)=8"])
        #expect(outcome.status == 0 && outcome.output.contains("\n\(vectors) ok, 0 failed"), "\(outcome.output)")
    }

    @Test("a host is taken out of service and back, twice on one daemon", .enabled(if: Programs.isRoot))
    func drain() throws {
        let daemon = try Daemon()
        for _ in 0..<2 {
            let outcome = try Conformance.run(daemon.socket, ["--alone", "--only", "drain/", "maintenance/"])
            #expect(outcome.status == 0 && outcome.output.contains(", 0 failed, 0 skipped"), "\(outcome.output)")
        }
    }

    @Test("what goes over the socket in the vectors reads and writes the same through the client's types")
    func types() throws {
        let daemon = try Daemon()
        let transcript = "\(daemon.directory)/transcript"
        let outcome = try Conformance.run(daemon.socket, ["--alone", "--record", transcript])
        #expect(outcome.status == 0)
        var requests: [String: JSON] = [:]
        var seen: Set<Method> = []
        var reasons: Set<String> = []
        for line in try String(contentsOfFile: transcript, encoding: .utf8).split(separator: "\n") {
            // Some of what the vectors send is no JSON by any rule of ours.
            guard let entry = try? JSONReader.read(String(line), depthLimit: 64), let message = entry["line"] else {
                continue
            }
            if let reason = message["error"]?["data"]?["reason"]?.string { reasons.insert(reason) }
            guard let id = message["id"], id != .null else { continue }
            let key = "\(entry["vector"] ?? .null) \(entry["connection"] ?? .null) \(id)"
            if entry["direction"] == ">" {
                requests[key] = message
            } else if let request = requests.removeValue(forKey: key), let result = message["result"],
                let method = request["method"]?.string.flatMap(Method.init)
            {
                seen.insert(method)
                try check(CallCatalog.type(of: method), request["params"] ?? [:], result)
            }
        }
        #expect(seen == Set(Method.allCases))
        // What these vectors cannot make a broker say is there as a sample.
        let steps = try Conformance.vectors("reasons").flatMap { $0["steps"]?.array ?? [] }
        let samples = steps.filter { $0["wrong"] == nil }.compactMap { $0["sample"] }
        for sample in samples { if let reason = sample["error"]?["data"]?["reason"]?.string { reasons.insert(reason) } }
        #expect(reasons == Set(Reason.allCases.map(\.rawValue)))
    }

    private func check<Request: Call>(_ type: Request.Type, _ params: JSON, _ result: JSON) throws {
        let request = try Request.read(params, key: FieldName(path: ""), lenient: false)
        #expect(Self.members(request.json).isSubset(of: Self.members(params)), "\(Request.method)")
        #expect(Self.members(try Request.Reply(reply: result).json) == Self.members(result), "\(Request.method)")
    }

    /// Keys at the first level; names are folded when they are read, so their values may differ.
    private static func members(_ json: JSON) -> Set<String> { Set(json.object?.members.map(\.key) ?? []) }

    @Test("the runner turns red for every kind of wrong answer")
    func mutations() throws {
        let proxy = Programs.root.appendingPathComponent("Tests/SystemTests/Support/mutating-proxy.py").path
        let list = try Programs.run("/usr/bin/env", ["python3", proxy, "--list"]).output
        let names = list.split(separator: "\n").map(String.init)
        #expect(names.count > 25)
        let daemon = try Daemon()
        let sample = ["--only", "sessions/", "login/", "events/", "--fail-fast", "--patience", "1"]
        for (index, name) in (["none"] + names).enumerated() {
            let path = "\(daemon.directory)/proxy\(index)"
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", proxy, name, path, daemon.socket]
            let ready = Pipe()
            process.standardOutput = ready
            try process.run()
            defer {
                // A signal that cannot be blocked: processes started from here inherit a mask.
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            #expect(!ready.fileHandleForReading.availableData.isEmpty)
            let outcome = try Conformance.run(path, sample)
            #expect(outcome.status == (name == "none" ? 0 : 1), "\(name): \(outcome.output.suffix(1_000))")
        }
    }

    @Test(
        "an example client goes through a desktop's day, a restart of the daemon among it",
        arguments: ["python", "node", "java", "shell"])
    func examples(language: String) throws {
        let outcome = try Programs.run(
            "/usr/bin/env",
            [
                "python3", "\(Conformance.folder)/examples/try", "--stationd",
                Programs.folder.appendingPathComponent("stationd").path,
                "--stationctl", Programs.folder.appendingPathComponent("stationctl").path, language,
            ])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
    }
}
