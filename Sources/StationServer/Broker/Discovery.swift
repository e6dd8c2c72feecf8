import StationCore
import StationProtocol

/// `rpc.discover`: what can be called here, from the types that do the work.
enum Discovery {
    static func document(version: String) -> RPCDiscover.Reply {
        var reply = RPCDiscover.Reply()
        reply.openrpc = "1.3.2"
        reply.info = ["title": "stationd", "version": .string(version)]
        reply.methods = CallCatalog.all.map(describe)
        return reply
    }

    private static func describe(_ type: any Call.Type) -> JSON {
        func fields<Params: Call>(_ type: Params.Type) -> [FieldDescriber.Field] { FieldDescriber.fields(of: type) }
        let params = fields(type).map { field -> JSON in
            ["name": .string(field.key), "required": .bool(field.isRequired), "schema": .bool(true)]
        }
        return [
            "name": .string(type.method.rawValue), "paramStructure": "by-name", "params": .array(params),
            "result": ["name": "result", "schema": .bool(true)], "x-who": .string(who(type.method)),
        ]
    }

    private static func who(_ method: Method) -> String {
        switch Authority.required(for: method) {
        case .anyone: "any"
        case .role(let role): role.rawValue
        case .operators: "operator"
        }
    }
}
