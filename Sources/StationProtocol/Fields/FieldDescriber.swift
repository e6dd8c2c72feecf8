/// Lists the fields of an object, with their schemas, without reading or writing any.
public struct FieldDescriber: FieldVisitor {
    public struct Field: Sendable, Equatable {
        public var key: String
        public var isRequired: Bool
        /// JSON Schema (draft 7) of the value.
        public var schema: JSON
    }

    public private(set) var fields: [Field] = []
    private var catalog: SchemaCatalog

    private init(_ catalog: SchemaCatalog) { self.catalog = catalog }

    static func fields<Object: WireObject>(of type: Object.Type, in catalog: inout SchemaCatalog) -> [Field] {
        var describer = FieldDescriber(catalog)
        var value = Object()
        // Checks between fields fail on an empty value; by then all fields have been seen.
        try? value.visit(&describer)
        catalog = describer.catalog
        return describer.fields
    }

    public mutating func required<Value: WireField>(_ key: StaticString, _ value: inout Value) throws(Refusal) {
        fields.append(Field(key: "\(key)", isRequired: true, schema: Value.schema(in: &catalog)))
    }

    public mutating func optional<Value: WireField>(_ key: StaticString, _ value: inout Value?) throws(Refusal) {
        fields.append(Field(key: "\(key)", isRequired: false, schema: Value.schema(in: &catalog)))
    }

    public mutating func required(
        _ key: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>
    ) throws(Refusal) {
        fields.append(Field(key: "\(key)", isRequired: true, schema: Int64.schema(in: range)))
    }

    public mutating func optional(
        _ key: StaticString, _ value: inout Int64?, in range: ClosedRange<Int64>
    ) throws(Refusal) {
        fields.append(Field(key: "\(key)", isRequired: false, schema: Int64.schema(in: range)))
    }
}
