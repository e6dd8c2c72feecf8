import StationProtocol

/// One kind of event of the contract.
struct EventDescription {
    let type: EventType

    init(_ type: EventType) { self.type = type }

    func json(_ catalog: inout SchemaCatalog) -> JSON {
        let text = EventText.of(type)
        let fields = catalog.fields(of: EventData.self).compactMap { field -> FieldDescriber.Field? in
            var field = field
            field.isRequired = text.required.contains(field.key)
            return field.isRequired || text.optional.contains(field.key) ? field : nil
        }
        let schema = catalog.object("EventData", fields)
        return [
            "name": .string(type.rawValue), "summary": .string(text.summary), "x-direction": "broker-to-client",
            "x-without-subscription": .bool(text.isForHolders),
            "schema": .object(JSONObject(schema.map { .init(key: $0.key, value: $0.value) })),
        ]
    }
}
