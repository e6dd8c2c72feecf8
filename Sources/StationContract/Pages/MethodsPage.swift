import StationProtocol

/// `Protocol/methods.md`: the reference of all methods.
struct MethodsPage {
    let recorded: Recording

    init(_ recorded: Recording) { self.recorded = recorded }

    var text: String {
        var page = """
            # Methods

            <!-- Made from the types by `swift run station-contract write`; edit those. -->

            Who may call: *any*: everybody; *supervisor*, *administrator*: a session of this connection with at least that
            role, in its own organization; *operator*: host administrators, who may call everything. Every method may also
            answer `invalid_request`, `invalid_params` and `internal`. The same, for programs, is
            [openrpc.json](openrpc.json). A param or field with `?` may be left out. The exchanges were recorded.


            """
        let groups = Dictionary(grouping: Method.allCases) { String($0.rawValue.prefix { $0 != "." }) }
        var order: [String] = []
        for method in Method.allCases {
            let group = String(method.rawValue.prefix { $0 != "." })
            if !order.contains(group) { order.append(group) }
        }
        for group in order {
            let links = groups[group]!.map { "[`\($0.rawValue)`](#\(MethodsPage.anchor($0)))" }
            page += "- \(links.joined(separator: " · "))\n"
        }
        for method in Method.allCases { page += "\n" + section(method) }
        return page
    }

    /// What GitHub makes of a heading.
    private static func anchor(_ method: Method) -> String {
        method.rawValue.lowercased().filter { $0 != "." }
    }

    private func section(_ method: Method) -> String {
        let description = MethodDescription(method)
        let text = MethodText.of(method)
        var catalog = SchemaCatalog(describe: FieldTexts.text)
        let json = description.json(&catalog)
        var section = "## \(method.rawValue)\n\n\(text.summary) Who: *\(description.who)*."
        if description.isChange { section += " Changes the ledger." }
        section += "\n"
        if !text.notes.isEmpty { section += "\n\(text.notes)\n" }
        section += table(
            "param",
            (json["params"]?.array ?? []).map { param in
                row(
                    param["name"]?.string ?? "", isRequired: param["required"] == true, param["schema"] ?? .null,
                    param["description"]?.string)
            })
        let result = json["result"]?["schema"]
        let required = Set(result?["required"]?.array?.compactMap(\.string) ?? [])
        section += table(
            "result",
            (result?["properties"]?.object?.members ?? []).map { member in
                row(
                    member.key, isRequired: required.contains(member.key), member.value,
                    member.value["description"]?.string)
            })
        let reasons = description.reasons.filter { !MethodReasons.always.contains($0) }.map { "`\($0.rawValue)`" }
        if !reasons.isEmpty { section += "\nReasons: \(reasons.joined(separator: ", ")).\n" }
        if let exchange = recorded.exchanges[method] {
            section += "\n```\n> \(line(exchange.request))\n< \(line(exchange.reply))\n```\n"
        }
        return section
    }

    private func table(_ what: String, _ rows: [String]) -> String {
        rows.isEmpty ? "" : "\n| \(what) | type | |\n| --- | --- | --- |\n" + rows.joined()
    }

    private func row(_ key: String, isRequired: Bool, _ schema: JSON, _ text: String?) -> String {
        "| `\(key)`\(isRequired ? "" : "?") | \(TypeName.of(schema)) | \(text ?? "") |\n"
    }

    private func line(_ value: JSON) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return writer.text
    }
}
