import StationProtocol

/// A schema's name in a table.
enum TypeName {
    static func of(_ schema: JSON) -> String {
        if let target = schema["$ref"]?.string ?? schema["allOf"]?.array?.first?["$ref"]?.string {
            let name = String(target.split(separator: "/").last ?? "")
            return "[\(name)](types.md#\(name.lowercased()))"
        }
        switch schema["type"]?.string {
        case "array": return "array of " + of(schema["items"] ?? .null)
        case "integer":
            guard let low = schema["minimum"]?.integer, let high = schema["maximum"]?.integer else { return "integer" }
            return "integer, \(low) to \(high)"
        case let type?: return type
        case nil: return "any"
        }
    }
}
