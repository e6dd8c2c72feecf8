/// Collects JSON Schemas (draft 7) of the wire's types: each named type once, under `definitions`, and everywhere else a
/// reference to it.
public struct SchemaCatalog {
    /// Where references point to, before the name of a definition.
    public static let location = "#/components/schemas/"

    /// By the name of the type, in the order in which they were first met.
    public private(set) var definitions = JSONObject()
    private let describe: (_ type: String, _ key: String) -> String?

    /// - Parameter describe: gives the text for a field of a type, or for the type itself where the key is empty.
    public init(describe: @escaping (_ type: String, _ key: String) -> String?) {
        self.describe = describe
    }

    /// A reference to a named type; `make` gives its schema when it is met for the first time.
    public mutating func reference(
        _ name: String, _ make: (inout SchemaCatalog) -> [(key: String, value: JSON)]
    ) -> JSON {
        if definitions[name] == nil {
            // Here already, so that a type which holds itself ends.
            definitions[name] = .null
            let members = make(&self).map { JSONObject.Member(key: $0.key, value: $0.value) }
            guard let index = definitions.members.firstIndex(where: { $0.key == name }) else { return .null }
            definitions.members[index].value = .object(JSONObject(described(name, "") + members))
        }
        return ["$ref": .string(SchemaCatalog.location + name)]
    }

    /// The fields of a type, with their schemas.
    public mutating func fields<Object: WireObject>(of type: Object.Type) -> [FieldDescriber.Field] {
        FieldDescriber.fields(of: type, in: &self)
    }

    /// The schema of an object with some of a type's fields.
    public func object(_ type: String, _ fields: [FieldDescriber.Field]) -> [(key: String, value: JSON)] {
        let properties = fields.map { field -> JSONObject.Member in
            let description = described(type, field.key)
            guard !description.isEmpty, var schema = field.schema.object else {
                return .init(key: field.key, value: field.schema)
            }
            // Draft 7 ignores what stands beside a reference, so the text and the reference are put together.
            if schema["$ref"] != nil { schema = JSONObject([.init(key: "allOf", value: [field.schema])]) }
            return .init(key: field.key, value: .object(JSONObject(description + schema.members)))
        }
        let required = fields.filter(\.isRequired).map { JSON.string($0.key) }
        var schema: [(key: String, value: JSON)] = [
            ("type", "object"), ("properties", .object(JSONObject(properties))),
        ]
        if !required.isEmpty { schema.append(("required", .array(required))) }
        return schema
    }

    /// What is said of a field.
    public func text(_ type: String, _ key: String) -> String? { describe(type, key) }

    private func described(_ type: String, _ key: String) -> [JSONObject.Member] {
        describe(type, key).map { [.init(key: "description", value: .string($0))] } ?? []
    }
}
