/// A value that somebody further in reads, so that what is wrong with it can be told in its own way.
public struct Unread<Value: WireField>: WireField, Equatable {
    public var json: JSON

    public init(_ json: JSON) { self.json = json }

    public static var placeholder: Unread { Unread(.null) }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Unread { Unread(json) }

    public func write(to writer: inout JSONWriter) { writer.value(json) }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON { Value.schema(in: &catalog) }
}
