import StationContract
import StationProtocol
import Testing

@Suite struct StabilityTests {
    private static let contract = Contract().document

    /// What the comparison says when `old` becomes the contract with a change at a place.
    private func breaks(_ path: [String], _ change: (JSON) -> JSON?) -> [String] {
        Stability(from: Self.contract, to: Self.changed(Self.contract, path[...], change)).breaks
    }

    /// What it says the other way round: the change is taken back.
    private func breaksBackwards(_ path: [String], _ change: (JSON) -> JSON?) -> [String] {
        Stability(from: Self.changed(Self.contract, path[...], change), to: Self.contract).breaks
    }

    /// A step of a path is a key, or the `name` of an element.
    private static func changed(_ json: JSON, _ path: ArraySlice<String>, _ change: (JSON) -> JSON?) -> JSON {
        guard let step = path.first else { return change(json) ?? .null }
        switch json {
        case .object(var object):
            guard let value = object[step] else { return json }
            let index = object.members.firstIndex { $0.key == step }!
            if path.count == 1, change(value) == nil {
                object.members.remove(at: index)
            } else {
                object.members[index].value = changed(value, path.dropFirst(), change)
            }
            return .object(object)
        case .array(var elements):
            guard let index = elements.firstIndex(where: { $0["name"] == .string(step) || $0["$ref"] == .string(step) })
            else { return json }
            if path.count == 1, change(elements[index]) == nil {
                elements.remove(at: index)
            } else {
                elements[index] = changed(elements[index], path.dropFirst(), change)
            }
            return .array(elements)
        default: return json
        }
    }

    private static func dropping(_ word: String) -> (JSON) -> JSON? {
        { .array($0.array!.filter { $0 != .string(word) }) }
    }

    private static func adding(_ key: String, _ value: JSON) -> (JSON) -> JSON? {
        {
            var object = $0.object!
            object[key] = value
            return .object(object)
        }
    }

    private static func appending(_ value: JSON) -> (JSON) -> JSON? { { .array($0.array! + [value]) } }

    @Test("a contract is stable against itself, and texts do not count")
    func same() {
        #expect(Stability(from: Self.contract, to: Self.contract).breaks == [])
        #expect(breaks(["methods", "session.open", "summary"]) { _ in "Something else." } == [])
    }

    @Test("what is taken away is a break")
    func gone() {
        #expect(breaks(["methods", "session.open"]) { _ in nil } == ["session.open: the method is gone"])
        #expect(
            breaks(["methods", "session.open", "params", "hold"]) { _ in nil }
                == ["session.open: the param hold is gone"])
        #expect(breaks(["x-events", "session.ended"]) { _ in nil } == ["session.ended: the event is gone"])
        #expect(
            breaks(["components", "errors", "cancelled"]) { _ in nil }.contains("cancelled: the reason is gone"))
        #expect(
            breaks(["components", "schemas", "Session", "properties", "fence"]) { _ in nil }
                .contains { $0.hasSuffix("fence is gone") })
        #expect(
            breaks(["components", "schemas", "Role", "enum"], Self.dropping("agent"))
                .contains { $0.hasSuffix("the word agent is gone") })
        #expect(
            breaks(["methods", "session.open", "errors", "#/components/errors/station_in_use"]) { _ in nil }.count == 1)
        #expect(breaks(["x-events", "session.ended", "x-without-subscription"]) { _ in false }.count == 1)
    }

    @Test("what is asked for more strictly is a break, less strictly is not")
    func asked() {
        let required = ["methods", "session.open", "params", "device", "required"]
        #expect(breaks(required) { _ in true } == ["session.open: the param device has become required"])
        #expect(breaksBackwards(required) { _ in true } == [])
        let lease = ["methods", "session.open", "params", "leaseSeconds", "schema", "maximum"]
        #expect(breaks(lease) { _ in 60 }.count == 1)
        #expect(breaks(lease) { _ in 100_000 } == [])
        #expect(breaks(lease) { _ in nil } == [])
        #expect(
            breaks(["components", "schemas", "Credential", "required"], Self.appending("realm"))
                .contains { $0.hasSuffix("realm has become required") })
    }

    @Test("what is told may only become more")
    func told() {
        #expect(
            breaks(["components", "schemas", "Session", "required"], Self.dropping("home"))
                .contains { $0.hasSuffix("home may be missing now") })
        #expect(breaks(["components", "schemas", "Session", "required"], Self.appending("station")) == [])
        #expect(
            breaks(["components", "schemas", "Session", "properties"], Self.adding("shift", ["type": "string"])) == [])
        #expect(breaks(["components", "schemas", "Verdict", "enum"], Self.appending("asleep")) == [])
    }

    @Test("another type, pattern, code or caller is a break")
    func other() {
        #expect(
            !breaks(["components", "schemas", "Session", "properties", "fence", "type"]) { _ in "string" }.isEmpty)
        #expect(!breaks(["components", "schemas", "StationID", "pattern"]) { _ in "^[0-9]{1,8}$" }.isEmpty)
        #expect(breaks(["components", "errors", "not_found", "code"]) { _ in 1 } == ["not_found: its code differs"])
        #expect(
            breaks(["components", "errors", "not_found", "x-retryable"]) { _ in true }.count == 1)
        #expect(breaks(["methods", "session.list", "x-who"]) { _ in "operator" }.count == 1)
        #expect(breaks(["methods", "session.list", "x-who"]) { _ in "any" } == [])
        #expect(breaks(["x-protocol"]) { _ in 2 } == ["the protocol's version differs"])
    }

    @Test("a method, an optional param, an event and a reason may come")
    func additions() {
        let method = Self.contract["methods"]!.array![0]
        let renamed = Self.changed(method, ["name"]) { _ in "broker.new" }
        #expect(breaks(["methods"], Self.appending(renamed)) == [])
        let param: JSON = ["name": "shift", "required": false, "schema": ["type": "string"]]
        #expect(breaks(["methods", "session.open", "params"], Self.appending(param)) == [])
        let needed: JSON = ["name": "shift", "required": true, "schema": ["type": "string"]]
        #expect(
            breaks(["methods", "session.open", "params"], Self.appending(needed))
                == ["session.open: the new param shift is required"])
        #expect(
            breaks(["methods", "broker.ping", "errors"], Self.appending(["$ref": "#/components/errors/throttled"]))
                == [])
    }
}
