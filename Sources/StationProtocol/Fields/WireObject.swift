/// An object of the wire, described by its list of fields.
public protocol WireObject: WireField {
    init()
    /// Visits every field in the order of the wire.
    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal)
    /// What the type is called in the contract; its own name, unless that says too little there.
    static var schemaName: String { get }
}

extension WireObject {
    public static var placeholder: Self { Self() }
    public static var schemaName: String { "\(Self.self)" }

    public static func schema(in catalog: inout SchemaCatalog) -> JSON {
        catalog.reference(schemaName) { $0.object(schemaName, $0.fields(of: Self.self)) }
    }

    public static func read(_ json: JSON, key: FieldName, lenient: Bool) throws(Refusal) -> Self {
        guard let object = json.object else { throw .invalidParams(key, "must be an object, not \(json.kind)") }
        var reader = try FieldReader(object, path: key.text, lenient: lenient)
        var value = Self()
        try value.visit(&reader)
        try reader.finish()
        return value
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(to: &writer)
        writer.endObject()
    }

    /// Writes the members without the braces around them.
    public func writeMembers(to writer: inout JSONWriter) {
        var fields = FieldWriter(writer: consume writer)
        var copy = self
        // Writing checks nothing and so never throws.
        try? copy.visit(&fields)
        writer = fields.writer
    }

    /// Reads what a broker sent: keys that this version does not know are passed over.
    public init(reply json: JSON) throws(Refusal) {
        self = try Self.read(json, key: FieldName(path: "result"), lenient: true)
    }

    /// The object as a JSON value, for those who look into it.
    public var json: JSON {
        var writer = JSONWriter()
        write(to: &writer)
        return (try? JSONReader.read(writer.text)) ?? .null
    }
}
