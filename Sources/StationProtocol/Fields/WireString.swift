/// A string with rules: what stands on the wire as text and inside the broker as a type that can only be valid.
public protocol WireString: WireField, Hashable, Comparable, CustomStringConvertible {
    /// What the text must be, to follow "must be".
    static var expectation: String { get }
    /// The same as a regular expression (ECMA 262), where one can say it; nil where only a length is told.
    static var pattern: String? { get }
    /// How long the text may be; in bytes, which are the characters where a pattern says ASCII.
    static var length: ClosedRange<Int> { get }
    init?(_ text: String)
    var text: String { get }
}

extension WireString {
    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Self {
        guard let text = json.string else {
            throw .invalidParams(key, "must be \(expectation), not \(json.kind)")
        }
        guard let value = Self(text) else { throw .invalidParams(key, "must be \(expectation)") }
        return value
    }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON {
        catalog.reference("\(Self.self)") { _ in
            guard let pattern else {
                // A character has at least one byte, so this is never stricter than the rule in bytes.
                return [("type", "string"), ("minLength", 1), ("maxLength", .integer(Int64(length.upperBound)))]
            }
            return [("type", "string"), ("pattern", .string(pattern))]
        }
    }

    public func write(to writer: inout JSONWriter) { writer.string(text) }
    public var description: String { text }

    /// In the order of the text, where the type has no order of its own.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// An enumeration of words.
public protocol WireEnum: WireField, RawRepresentable, CaseIterable, Hashable where RawValue == String {
    /// What the type is called in the contract.
    static var schemaName: String { get }
}

extension WireEnum {
    public static var placeholder: Self { allCases.first! }
    public static var schemaName: String { "\(Self.self)" }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON {
        catalog.reference(schemaName) { _ in
            [("type", "string"), ("enum", .array(allCases.map { .string($0.rawValue) }))]
        }
    }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Self {
        guard let text = json.string, let value = Self(rawValue: text) else {
            let words = allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw .invalidParams(key, "must be one of \(words)")
        }
        return value
    }

    public func write(to writer: inout JSONWriter) { writer.string(rawValue) }
}
