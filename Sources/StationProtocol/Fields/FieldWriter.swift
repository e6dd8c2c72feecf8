/// Writes fields as members; an optional without a value is left out.
public struct FieldWriter: FieldVisitor {
    public var writer: JSONWriter

    public init(writer: consuming JSONWriter) {
        self.writer = writer
    }

    public mutating func required<Field: WireField>(_ key: StaticString, _ value: inout Field) throws(Refusal) {
        writer.key(key)
        value.write(to: &writer)
    }

    public mutating func optional<Field: WireField>(_ key: StaticString, _ value: inout Field?) throws(Refusal) {
        guard let value else { return }
        writer.key(key)
        value.write(to: &writer)
    }
}
