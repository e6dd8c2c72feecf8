/// Walks the fields of an object. One list of fields serves reading, writing and describing, so they cannot differ.
public protocol FieldVisitor {
    mutating func required<Field: WireField>(_ key: StaticString, _ value: inout Field) throws(Refusal)
    mutating func optional<Field: WireField>(_ key: StaticString, _ value: inout Field?) throws(Refusal)
    /// An integer that must lie in a range.
    mutating func optional(_ key: StaticString, _ value: inout Int64?, in range: ClosedRange<Int64>) throws(Refusal)
    mutating func required(_ key: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>) throws(Refusal)
}

/// Who only writes or describes has no range to keep.
extension FieldVisitor {
    public mutating func optional(
        _ key: StaticString, _ value: inout Int64?, in range: ClosedRange<Int64>
    ) throws(Refusal) {
        try optional(key, &value)
    }

    public mutating func required(
        _ key: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>
    ) throws(Refusal) {
        try required(key, &value)
    }
}
