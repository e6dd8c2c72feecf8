/// Lists the fields of an object without reading or writing any.
public struct FieldDescriber: FieldVisitor {
    public struct Field: Sendable, Equatable {
        public var key: String
        public var isRequired: Bool
    }

    public private(set) var fields: [Field] = []

    public init() {}

    public static func fields<Object: WireObject>(of type: Object.Type) -> [Field] {
        var describer = FieldDescriber()
        var value = Object()
        // Checks between fields fail on an empty value; by then all fields have been seen.
        try? value.visit(&describer)
        return describer.fields
    }

    public mutating func required<Value: WireField>(_ key: StaticString, _ value: inout Value) throws(Refusal) {
        fields.append(Field(key: "\(key)", isRequired: true))
    }

    public mutating func optional<Value: WireField>(_ key: StaticString, _ value: inout Value?) throws(Refusal) {
        fields.append(Field(key: "\(key)", isRequired: false))
    }

    public mutating func required(
        _ key: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>
    ) throws(Refusal) {
        fields.append(Field(key: "\(key)", isRequired: true))
    }
}
