import StationCore
import StationProtocol

/// The protocol as a document: OpenRPC 1.3 with JSON Schemas (draft 7), made from the types that do the work and from the
/// texts beside this file. `Protocol/openrpc.json` is its printed form, `rpc.discover` its answer.
public struct Contract {
    /// The version of the document: that of the protocol, and how often it was added to since.
    public static let version = "1.0"

    public let document: JSON
    /// Texts that were asked for and are not there. Empty, or a test fails.
    public let missingTexts: [String]
    /// Texts that nobody asked for. Empty, or a test fails.
    public let unusedTexts: [String]

    public init() {
        let texts = TextLog()
        var catalog = SchemaCatalog { texts.text($0, $1) }
        let methods = Method.allCases.map { MethodDescription($0).json(&catalog) }
        let events = EventType.allCases.map { EventDescription($0).json(&catalog) }
        let errors = Reason.allCases.map { JSONObject.Member(key: $0.rawValue, value: ReasonDescription($0).json) }
        for type in [HolderInfo.self] as [any WireObject.Type] { _ = type.schema(in: &catalog) }
        document = [
            "openrpc": "1.3.2",
            "info": [
                "title": "stationd", "version": .string(Contract.version),
                "description":
                    "The session broker of a contact-centre host. JSON-RPC 2.0, one object a line, on a Unix socket.",
            ],
            "x-protocol": .integer(ProtocolRange.current),
            "methods": .array(methods),
            "x-notifications": Contract.notifications,
            "x-events": .array(events),
            "x-protocol-errors": .array(MethodReasons.ofTheProtocol.map { .string($0.rawValue) }),
            "components": [
                "schemas": .object(catalog.definitions),
                "errors": .object(JSONObject(errors)),
            ],
        ]
        missingTexts = texts.missing.sorted()
        unusedTexts = FieldTexts.all.subtracting(texts.used).sorted()
    }

    /// The document as one line of JSON.
    public var line: String {
        var writer = JSONWriter(capacity: 131_072)
        writer.value(document)
        return writer.text
    }

    /// The document as people read it: what `Protocol/openrpc.json` holds.
    public var text: String { PrettyJSON.text(document) + "\n" }

    private static let notifications: JSON = [
        [
            "name": "event", "x-direction": "broker-to-client",
            "summary": "Something has happened. `type` is one of x-events, `data` what its schema says.",
            "schema": [
                "type": "object",
                "properties": [
                    "subscription": [
                        "type": ["integer", "null"], "description": "null for what comes without subscribing.",
                    ],
                    "seq": [
                        "type": "integer", "minimum": 1,
                        "description": "Grows by one with each event of a subscription; a gap never happens.",
                    ],
                    "type": ["type": "string", "description": "One of x-events; more may come within version 1."],
                    "data": ["type": "object"],
                ],
                "required": ["subscription", "seq", "type", "data"],
            ],
        ],
        [
            "name": .string(Method.cancel), "x-direction": "client-to-broker",
            "summary":
                "Takes a request of this connection back; it is answered `cancelled`, or with its result if it was too late.",
            "schema": [
                "type": "object",
                "properties": ["id": ["type": ["integer", "string"], "description": "The id of the request."]],
                "required": ["id"],
            ],
        ],
    ]
}

/// Notes which texts were asked for.
private final class TextLog {
    private(set) var used: Set<String> = []
    private(set) var missing: Set<String> = []

    func text(_ type: String, _ key: String) -> String? {
        let name = key.isEmpty ? type : "\(type).\(key)"
        used.formUnion(key.isEmpty ? [type] : FieldTexts.keys[name] == nil ? [key] : [name])
        guard let text = FieldTexts.text(type, key) else {
            missing.insert(name)
            return nil
        }
        return text
    }
}
