import StationCore
import StationProtocol

/// One method of the contract.
struct MethodDescription {
    let method: Method
    private let type: any Call.Type

    init(_ method: Method) {
        self.method = method
        type = CallCatalog.type(of: method)
    }

    /// Reasons in the order of the list of reasons.
    var reasons: [Reason] {
        let reasons = MethodReasons.of(method)
        return Reason.allCases.filter(reasons.contains)
    }

    /// Who may call it, as the contract says it.
    var who: String {
        switch Authority.required(for: method) {
        case .anyone: "any"
        case .role(let role): role.rawValue
        case .operators: "operator"
        }
    }

    var isChange: Bool { type is any ChangeCall.Type || method == .accountImport }

    func json(_ catalog: inout SchemaCatalog) -> JSON {
        let text = MethodText.of(method)
        var members: [JSONObject.Member] = [
            .init(key: "name", value: .string(method.rawValue)), .init(key: "summary", value: .string(text.summary)),
        ]
        if !text.notes.isEmpty { members.append(.init(key: "description", value: .string(text.notes))) }
        members += [
            .init(key: "paramStructure", value: "by-name"), .init(key: "params", value: .array(params(&catalog))),
            .init(key: "result", value: ["name": "result", "schema": result(&catalog)]),
            .init(
                key: "errors",
                value: .array(reasons.map { ["$ref": .string("#/components/errors/\($0.rawValue)")] })),
            .init(key: "x-who", value: .string(who)), .init(key: "x-changes", value: .bool(isChange)),
        ]
        return .object(JSONObject(members))
    }

    private func params(_ catalog: inout SchemaCatalog) -> [JSON] {
        type.paramFields(&catalog).map { field in
            var members: [JSONObject.Member] = [.init(key: "name", value: .string(field.key))]
            if let text = catalog.text(method.rawValue, field.key) {
                members.append(.init(key: "description", value: .string(text)))
            }
            members += [
                .init(key: "required", value: .bool(field.isRequired)), .init(key: "schema", value: field.schema),
            ]
            return .object(JSONObject(members))
        }
    }

    private func result(_ catalog: inout SchemaCatalog) -> JSON {
        if method == .rpcDiscover {
            return ["type": "object", "required": ["openrpc", "info", "methods", "components"]]
        }
        let fields = type.resultFields(&catalog)
        let schema = catalog.object("\(method.rawValue).result", fields)
        return .object(JSONObject(schema.map { .init(key: $0.key, value: $0.value) }))
    }
}

extension Call {
    fileprivate static func paramFields(_ catalog: inout SchemaCatalog) -> [FieldDescriber.Field] {
        catalog.fields(of: Self.self)
    }

    fileprivate static func resultFields(_ catalog: inout SchemaCatalog) -> [FieldDescriber.Field] {
        catalog.fields(of: Reply.self)
    }
}
