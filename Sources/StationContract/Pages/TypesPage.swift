import StationProtocol

/// `Protocol/types.md`: the values that methods and events have in common.
struct TypesPage {
    let contract: Contract

    var text: String {
        var page = """
            # Types

            <!-- Made from the types by `swift run station-contract write`; edit those. -->

            What stands in params, results and events. A field with `?` may be missing; it is never null. Ignore fields and
            be prepared for words that you do not know: within version 1 more may come.


            """
        let schemas = contract.document["components"]?["schemas"]?.object?.members ?? []
        for member in schemas.sorted(by: { $0.key < $1.key }) { page += section(member.key, member.value) }
        return page
    }

    private func section(_ name: String, _ schema: JSON) -> String {
        var section = "## \(name)\n\n\(schema["description"]?.string ?? "")\n\n"
        if let pattern = schema["pattern"]?.string { section += "String, matches `\(pattern)`.\n\n" }
        if let length = schema["maxLength"]?.integer { section += "String of 1 to \(length) bytes.\n\n" }
        if let words = schema["enum"]?.array {
            section += "One of \(words.compactMap(\.string).map { "`\($0)`" }.joined(separator: ", ")).\n\n"
        }
        guard let properties = schema["properties"]?.object else { return section }
        let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
        section += "| field | type | |\n| --- | --- | --- |\n"
        for member in properties.members {
            let mark = required.contains(member.key) ? "" : "?"
            section += "| `\(member.key)`\(mark) | \(TypeName.of(member.value)) "
            section += "| \(member.value["description"]?.string ?? "") |\n"
        }
        return section + "\n"
    }
}
