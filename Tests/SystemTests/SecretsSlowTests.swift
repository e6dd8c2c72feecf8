import Foundation
import StationProtocol
import Testing

/// Secrets stay secret: not in the ledger, not in its log, not in any message; and time tells nothing either.
@Suite(.serialized) struct SecretsSlowTests {
    @Test("after a day of traffic no marked password or token stands in the ledger, its log, or the daemon's log")
    func nowhere() throws {
        let (daemon, root) = try People.daemon("logLevel: trace")
        var marks: [String] = ["Marked-secret-given", "Marked-secret-own", "Marked-secret-typed"]
        for index in 0..<5 {
            let name = JSON.string("user\(index)")
            _ = try root.call(
                "account.create",
                [
                    "organization": "acme", "username": name, "role": "agent",
                    "password": .string("\(marks[0])-\(index)"),
                    "requestKey": .string("create-\(index)"),
                ])
            _ = try root.call(
                "password.change", People.change("user\(index)", "\(marks[0])-\(index)", "\(marks[1])-\(index)"))
            let opened = try root.call(
                "session.open",
                People.login("user\(index)", "\(marks[1])-\(index)", ["requestKey": .string("o\(index)")]))
            marks.append(opened["token"]!.string!)
            // People type their password where the username belongs, and in the wrong case.
            _ = try root.reason("session.open", People.login("\(marks[2])-\(index)", "\(marks[2])-x"))
            _ = try root.reason("session.open", People.login("user\(index)", "\(marks[2])-\(index)"))
            _ = try root.reason("password.change", People.change("user\(index)", "\(marks[2])", "\(marks[2])-new"))
            _ = try root.call("password.check", ["organization": "acme", "password": .string("\(marks[2])-check")])
            let set = try root.call(
                "password.set", ["organization": "acme", "account": name, "requestKey": .string("set-\(index)")])
            marks.append(set["temporaryPassword"]!.string!)
            root.send(
                "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"session.open\",\"params\":{\"password\":\"\(marks[2])\"\n"
            )
            _ = try root.message()
        }
        let rows = [["username": "imported", "role": "agent"]] as JSON
        let imported = try root.call(
            "account.import",
            [
                "organization": "acme", "import": "i", "rows": rows, "final": true, "temporaryPasswords": true,
            ])
        marks.append(imported["temporaryPasswords"]!.array![0]["password"]!.string!)
        let audit = try root.call("audit.list", ["limit": 1_000])
        #expect(audit["records"]!.array!.contains { $0["action"] == "login.failed" })
        // With its log as it is at work, as a power loss would leave it, and after a clean end.
        try search(daemon, for: marks, expecting: "ledger.sqlite-wal")
        daemon.kill()
        try search(daemon, for: marks, expecting: "ledger.sqlite-wal")
        try daemon.start()
        #expect(daemon.stop().status == 0)
        try search(daemon, for: marks, expecting: "ledger.sqlite")
        #expect(!"\(audit)".lowercased().contains("marked-secret"))
    }

    private func search(_ daemon: Daemon, for marks: [String], expecting file: String) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: daemon.ledger).map { "\(daemon.ledger)/\($0)" }
        #expect(files.contains { $0.hasSuffix(file) })
        for place in files + ["\(daemon.directory)/log"] {
            let data = try Data(contentsOf: URL(fileURLWithPath: place))
            for mark in marks {
                for text in [mark, mark.lowercased(), mark.uppercased()] {
                    #expect(data.range(of: Data(text.utf8)) == nil, "\(mark.prefix(13))… stands in \(place)")
                }
            }
        }
    }

    /// Five kinds of login that are refused with the same words. Of each, `samples`, in random order.
    private static let samples = 420

    @Test(
        "unknown, disabled, without a password, temporary and logged in cannot be told from wrong by the time it takes")
    func timing() throws {
        let (_daemon, root) = try People.daemon()
        let kinds = ["unknown", "known", "disabled", "none", "temporary"]
        let each = Self.samples / 4
        for kind in kinds.dropFirst() {
            for index in 0..<each {
                var params =
                    ["organization": "acme", "username": .string("\(kind)\(index)"), "role": "agent"] as [String: JSON]
                if kind == "none" { params["email"] = .string("none\(index)@x.example") }
                _ = try root.call(
                    "account.create", .object(JSONObject(params.map { .init(key: $0.key, value: $0.value) })))
                if kind == "known" {
                    let name = JSON.string("\(kind)\(index)")
                    let given = try root.call("password.set", ["organization": "acme", "account": name])
                    let temporary = given["temporaryPassword"]!.string!
                    _ = try root.call("password.change", People.change("\(kind)\(index)", temporary, People.password))
                }
                if kind == "disabled" {
                    _ = try root.call(
                        "account.disable", ["organization": "acme", "account": .string("\(kind)\(index)")])
                }
            }
        }
        var plan = kinds.flatMap { kind in (0..<Self.samples).map { (kind, $0 / 4) } }
        plan.shuffle()
        var times: [String: [Double]] = [:]
        for (turn, (kind, index)) in plan.enumerated() {
            // From a new source each time, so that nothing is throttled.
            let source = JSON.string("10.1.\(turn / 256).\(turn % 256)")
            let began = DispatchTime.now().uptimeNanoseconds
            let reason = try root.reason("session.open", People.login("\(kind)\(index)", "wrong", ["source": source]))
            times[kind, default: []].append(Double(DispatchTime.now().uptimeNanoseconds - began))
            #expect(reason == "incorrect_credentials")
        }
        #expect(plan.count >= 2_000)
        for kind in kinds.dropFirst() {
            // The chance that one of this kind takes longer than one that is unknown: a half, when time tells nothing.
            // With 420 of each its standard deviation is 0.02.
            let chance = Self.chance(of: times[kind]!, above: times["unknown"]!)
            #expect(abs(chance - 0.5) < 0.1, "\(kind): \(chance)")
        }
        withExtendedLifetime(_daemon) {}
    }

    private static func chance(of ones: [Double], above others: [Double]) -> Double {
        let sorted = others.sorted()
        let below = ones.reduce(0) { sum, one in sum + (sorted.firstIndex { $0 >= one } ?? sorted.count) }
        return Double(below) / Double(ones.count * others.count)
    }
}
