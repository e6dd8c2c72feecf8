/// A string with rules: what stands on the wire as text and inside the broker as a type that can only be valid.
public protocol WireString: WireField, Hashable, Comparable, CustomStringConvertible {
    /// What the text must be, to follow "must be".
    static var expectation: String { get }
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

    public func write(to writer: inout JSONWriter) { writer.string(text) }
    public var description: String { text }

    /// In the order of the text, where the type has no order of its own.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// An enumeration of words.
public protocol WireEnum: WireField, RawRepresentable, CaseIterable, Hashable where RawValue == String {}

extension WireEnum {
    public static var placeholder: Self { allCases.first! }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Self {
        guard let text = json.string, let value = Self(rawValue: text) else {
            let words = allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw .invalidParams(key, "must be one of \(words)")
        }
        return value
    }

    public func write(to writer: inout JSONWriter) { writer.string(rawValue) }
}
