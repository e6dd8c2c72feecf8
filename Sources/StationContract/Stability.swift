import StationProtocol

/// Compares two contracts: whatever worked with the old one must work with the new one.
///
/// What a client sends may only be asked for less strictly, what it is told may only become more. Texts do not count.
public struct Stability {
    /// Which way a value goes.
    enum Direction { case toBroker, toClient }

    /// What was taken away or changed, for people.
    public private(set) var breaks: [String] = []
    private let old: JSON
    private let new: JSON
    /// Pairs of definitions that are being compared or were.
    private var seen: Set<String> = []

    public init(from old: JSON, to new: JSON) {
        self.old = old
        self.new = new
        compareMethods()
        compareEvents()
        compareErrors()
        if old["x-protocol"] != new["x-protocol"] { breaks.append("the protocol's version differs") }
    }

    private mutating func compareMethods() {
        let later = Stability.byName(new["methods"])
        for (name, method) in Stability.ordered(old["methods"]) {
            guard let other = later[name] else {
                breaks.append("\(name): the method is gone")
                continue
            }
            compareParams(name, method, other)
            compare(method["result"]?["schema"], other["result"]?["schema"], "\(name): result", .toClient)
            if method["x-who"] != other["x-who"], other["x-who"] != "any" {
                breaks.append("\(name): another caller is asked for")
            }
            let reasons = Set(other["errors"]?.array?.compactMap { $0["$ref"]?.string } ?? [])
            for reason in method["errors"]?.array?.compactMap({ $0["$ref"]?.string }) ?? []
            where !reasons.contains(reason) {
                breaks.append("\(name): \(reason) is no longer among its reasons")
            }
        }
    }

    private mutating func compareParams(_ name: String, _ method: JSON, _ other: JSON) {
        let (before, after) = (Stability.byName(method["params"]), Stability.byName(other["params"]))
        for (param, description) in Stability.ordered(method["params"]) {
            guard let later = after[param] else {
                breaks.append("\(name): the param \(param) is gone")
                continue
            }
            if later["required"] == true, description["required"] != true {
                breaks.append("\(name): the param \(param) has become required")
            }
            compare(description["schema"], later["schema"], "\(name): \(param)", .toBroker)
        }
        for (param, description) in Stability.ordered(other["params"])
        where before[param] == nil && description["required"] == true {
            breaks.append("\(name): the new param \(param) is required")
        }
    }

    private mutating func compareEvents() {
        let later = Stability.byName(new["x-events"])
        for (name, event) in Stability.ordered(old["x-events"]) {
            guard let other = later[name] else {
                breaks.append("\(name): the event is gone")
                continue
            }
            if event["x-without-subscription"] == true, other["x-without-subscription"] != true {
                breaks.append("\(name): it no longer comes without a subscription")
            }
            compare(event["schema"], other["schema"], "\(name): data", .toClient)
        }
    }

    private mutating func compareErrors() {
        for member in old["components"]?["errors"]?.object?.members ?? [] {
            guard let other = new["components"]?["errors"]?[member.key] else {
                breaks.append("\(member.key): the reason is gone")
                continue
            }
            for key in ["code", "x-retryable"] where member.value[key] != other[key] {
                breaks.append("\(member.key): its \(key) differs")
            }
            compare(member.value["data"], other["data"], "\(member.key): data", .toClient)
        }
    }
}

// MARK: - Schemas

extension Stability {
    private mutating func compare(_ before: JSON?, _ after: JSON?, _ place: String, _ direction: Direction) {
        guard let before else { return }
        guard let after else {
            breaks.append("\(place): its schema is gone")
            return
        }
        if let first = before["$ref"]?.string, let second = after["$ref"]?.string {
            guard seen.insert("\(first) \(second) \(direction)").inserted else { return }
        }
        let (left, right) = (Stability.resolved(before, in: old), Stability.resolved(after, in: new))
        for key in ["type", "pattern", "const", "format"] where left[key] != right[key] {
            breaks.append("\(place): its \(key) differs")
        }
        compareWords(left["enum"]?.array, right["enum"]?.array, place)
        compareBounds(left, right, place, direction)
        compareRequired(left, right, place, direction)
        let later = right["properties"]?.object
        for member in left["properties"]?.object?.members ?? [] {
            guard let other = later?[member.key] else {
                breaks.append("\(place): \(member.key) is gone")
                continue
            }
            compare(member.value, other, "\(place).\(member.key)", direction)
        }
        if left["items"] != nil { compare(left["items"], right["items"], "\(place)[]", direction) }
    }

    /// Words may come in either direction: clients are told to expect it.
    private mutating func compareWords(_ left: [JSON]?, _ right: [JSON]?, _ place: String) {
        guard let left else {
            if right != nil { breaks.append("\(place): only some words are left") }
            return
        }
        guard let right else { return }
        for word in left where !right.contains(word) {
            breaks.append("\(place): the word \(word.string ?? "?") is gone")
        }
    }

    private mutating func compareBounds(_ left: JSON, _ right: JSON, _ place: String, _ direction: Direction) {
        for (key, isUpper) in [
            ("minimum", false), ("maximum", true), ("minLength", false), ("maxLength", true), ("minItems", false),
            ("maxItems", true),
        ] {
            let (before, after) = (left[key]?.integer, right[key]?.integer)
            guard before != after else { continue }
            // No bound is the widest.
            let isWider = after == nil || (before != nil && (isUpper ? after! > before! : after! < before!))
            if isWider != (direction == .toBroker) { breaks.append("\(place): its \(key) differs") }
        }
    }

    private mutating func compareRequired(_ left: JSON, _ right: JSON, _ place: String, _ direction: Direction) {
        let before = Set(left["required"]?.array?.compactMap(\.string) ?? [])
        let after = Set(right["required"]?.array?.compactMap(\.string) ?? [])
        switch direction {
        case .toBroker:
            for key in after.subtracting(before).sorted() { breaks.append("\(place): \(key) has become required") }
        case .toClient:
            for key in before.subtracting(after).sorted() { breaks.append("\(place): \(key) may be missing now") }
        }
    }

    /// Follows references, also those that have a description beside them.
    private static func resolved(_ schema: JSON, in document: JSON) -> JSON {
        let target = schema["$ref"]?.string ?? schema["allOf"]?.array?.first?["$ref"]?.string
        guard let target, target.hasPrefix(SchemaCatalog.location) else { return schema }
        let name = String(target.dropFirst(SchemaCatalog.location.count))
        return document["components"]?["schemas"]?[name] ?? schema
    }

    private static func ordered(_ list: JSON?) -> [(String, JSON)] {
        (list?.array ?? []).compactMap { item in item["name"]?.string.map { ($0, item) } }
    }

    private static func byName(_ list: JSON?) -> [String: JSON] {
        Dictionary(ordered(list)) { first, _ in first }
    }
}
