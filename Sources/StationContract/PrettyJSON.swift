import StationProtocol

/// JSON for people: two spaces a level, and on one line what fits it.
enum PrettyJSON {
    private static let width = 120

    static func text(_ value: JSON) -> String { text(value, indent: 0, taken: 0) }

    /// - Parameter taken: how much of the line stands already.
    private static func text(_ value: JSON, indent: Int, taken: Int) -> String {
        let short = flat(value)
        if taken + short.utf8.count <= width || !isNested(value) { return short }
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch value {
        case .array(let elements):
            let lines = elements.map { inner + text($0, indent: indent + 2, taken: indent + 3) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let object):
            let lines = object.members.map { member in
                let key = flat(.string(member.key)) + ": "
                return inner + key + text(member.value, indent: indent + 2, taken: indent + 3 + key.utf8.count)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        default: return short
        }
    }

    private static func isNested(_ value: JSON) -> Bool {
        switch value {
        case .array(let elements): !elements.isEmpty
        case .object(let object): !object.members.isEmpty
        default: false
        }
    }

    private static func flat(_ value: JSON) -> String {
        switch value {
        case .array(let elements): return "[" + elements.map(flat).joined(separator: ", ") + "]"
        case .object(let object) where object.members.isEmpty: return "{}"
        case .object(let object):
            let members = object.members.map { flat(.string($0.key)) + ": " + flat($0.value) }
            return "{ " + members.joined(separator: ", ") + " }"
        default:
            var writer = JSONWriter()
            writer.value(value)
            return writer.text
        }
    }
}
