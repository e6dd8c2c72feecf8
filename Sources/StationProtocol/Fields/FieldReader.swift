/// Fills fields from an object. A key that no field asked for is refused, and so is `null`: a wrong assumption of the
/// caller surfaces before its side effect. Lenient readers (of replies) pass both over.
public struct FieldReader: FieldVisitor {
    private let object: JSONObject
    private let path: String
    private let lenient: Bool
    private var taken: UInt64 = 0

    public init(_ object: JSONObject, path: String = "", lenient: Bool = false) throws(Refusal) {
        if !lenient, object.members.count > Limits.paramsMembers {
            throw .invalidParams(path.isEmpty ? "params" : path, "has more than \(Limits.paramsMembers) members")
        }
        self.object = object
        self.path = path
        self.lenient = lenient
    }

    public mutating func required<Field: WireField>(_ key: StaticString, _ value: inout Field) throws(Refusal) {
        guard let json = take(key) else { throw .invalidParams(FieldName(key, in: path), "is missing") }
        value = try read(json, key)
    }

    public mutating func optional<Field: WireField>(_ key: StaticString, _ value: inout Field?) throws(Refusal) {
        guard let json = take(key) else { return }
        if lenient, case .null = json { return }
        value = try read(json, key) as Field
    }

    public mutating func optional(
        _ key: StaticString, _ value: inout Int64?, in range: ClosedRange<Int64>
    ) throws(Refusal) {
        try optional(key, &value)
        if let value { try require(value, key, in: range) }
    }

    public mutating func required(
        _ key: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>
    ) throws(Refusal) {
        try required(key, &value)
        try require(value, key, in: range)
    }

    private func require(_ value: Int64, _ key: StaticString, in range: ClosedRange<Int64>) throws(Refusal) {
        guard !range.contains(value) else { return }
        throw .invalidParams(
            FieldName(key, in: path), "must be from \(range.lowerBound) to \(range.upperBound)")
    }

    /// - Throws: ``Refusal`` that names the first key which nobody asked for.
    public func finish() throws(Refusal) {
        guard !lenient else { return }
        for (index, member) in object.members.enumerated() where taken & (1 << UInt64(index)) == 0 {
            throw .invalidParams(
                path.isEmpty ? member.key : "\(path).\(member.key)", "is not a parameter of this method")
        }
    }

    private func read<Field: WireField>(_ json: JSON, _ key: StaticString) throws(Refusal) -> Field {
        if case .null = json, Field.self != JSON.self {
            throw .invalidParams(FieldName(key, in: path), "must not be null; leave it out instead")
        }
        return try Field.read(json, key: FieldName(key, in: path), lenient: lenient)
    }

    private mutating func take(_ key: StaticString) -> JSON? {
        let wanted = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
        for index in object.members.indices {
            let name = object.members[index].key.utf8
            guard name.count == wanted.count, name.elementsEqual(wanted) else { continue }
            if index < UInt64.bitWidth { taken |= 1 << UInt64(index) }
            return object.members[index].value
        }
        return nil
    }
}
