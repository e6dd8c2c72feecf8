import StationProtocol

/// One reason of the contract, as OpenRPC's error.
struct ReasonDescription {
    let reason: Reason

    init(_ reason: Reason) { self.reason = reason }

    var json: JSON {
        let text = ReasonText.of(reason)
        var properties: [JSONObject.Member] = [
            .init(key: "reason", value: ["const": .string(reason.rawValue)]),
            .init(key: "retryable", value: ["const": .bool(reason.isRetryable)]),
            .init(key: "remedy", value: ["type": "string", "description": "What to do about it, for people."]),
        ]
        for member in text.data {
            // Draft 7 ignores what stands beside a reference.
            let schema: [JSONObject.Member] =
                member.schema["$ref"] == nil
                ? member.schema.object?.members ?? [] : [.init(key: "allOf", value: [member.schema])]
            let described = [JSONObject.Member(key: "description", value: .string(member.meaning))] + schema
            properties.append(.init(key: member.key, value: .object(JSONObject(described))))
        }
        let required = ["reason", "retryable"] + text.data.filter(\.isAlways).map(\.key)
        return [
            "code": .integer(reason.code), "message": .string(text.meaning), "x-reason": .string(reason.rawValue),
            "x-retryable": .bool(reason.isRetryable), "x-reserved": .bool(text.isReserved),
            "data": [
                "type": "object", "properties": .object(JSONObject(properties)),
                "required": .array(required.map { .string($0) }),
            ],
        ]
    }
}
