/// Something that can stand as the value of a key: it reads itself strictly and writes itself.
public protocol WireField: Sendable {
    /// What a field holds between `init()` and the visit that fills it; never seen outside.
    static var placeholder: Self { get }

    /// - Parameter key: the path of the value, for the message.
    /// - Throws: ``Refusal`` with reason `invalid_params`.
    static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Self

    func write(to writer: inout JSONWriter)

    /// JSON Schema (draft 7) of such a value: what a reader in another language may rely on.
    static func schema(in catalog: inout SchemaCatalog) -> JSON
}

extension Bool: WireField {
    public static var placeholder: Bool { false }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Bool {
        guard let value = json.bool else { throw .invalidParams(key, "must be true or false, not \(json.kind)") }
        return value
    }

    public func write(to writer: inout JSONWriter) { writer.bool(self) }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON { ["type": "boolean"] }
}

extension Int64: WireField {
    public static var placeholder: Int64 { 0 }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Int64 {
        guard let value = json.integer else { throw .invalidParams(key, "must be an integer, not \(json.kind)") }
        return value
    }

    public func write(to writer: inout JSONWriter) { writer.integer(self) }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON { ["type": "integer"] }

    static func schema(in range: ClosedRange<Int64>) -> JSON {
        ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    }
}

extension String: WireField {
    public static var placeholder: String { "" }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> String {
        guard let value = json.string else { throw .invalidParams(key, "must be a string, not \(json.kind)") }
        return value
    }

    public func write(to writer: inout JSONWriter) { writer.string(self) }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON { ["type": "string"] }
}

/// Any JSON at all; for values that someone further in looks into.
extension JSON: WireField {
    public static var placeholder: JSON { .null }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> JSON { json }

    public func write(to writer: inout JSONWriter) { writer.value(self) }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON { .object(JSONObject()) }
}

extension Array: WireField where Element: WireField {
    public static var placeholder: [Element] { [] }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> [Element] {
        guard let elements = json.array else { throw .invalidParams(key, "must be an array, not \(json.kind)") }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            result.append(try Element.read(element, key: FieldName(path: "\(key.text).\(index)"), lenient: lenient))
        }
        return result
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON {
        ["type": "array", "items": Element.schema(in: &catalog)]
    }
}
