/// The settings of a configuration file in which each stands as a comment: `#key: default`, those of a group as
/// `  #key: default` under `#group:`. A blank behind the `#` makes it a comment for people.
struct PackagedSettings {
    private(set) var values: [String: String] = [:]

    init(_ text: String) {
        var group = ""
        for line in text.split(separator: "\n") {
            guard let match = line.wholeMatch(of: /( *)#([A-Za-z]+): *(.*)/) else { continue }
            let (name, value) = (String(match.2), String(match.3))
            let isTop = match.1.isEmpty
            if isTop { group = value.isEmpty ? "\(name)." : "" }
            guard !(isTop && value.isEmpty) else { continue }
            values[isTop ? name : group + name] = value.filter { $0 != "\"" }
        }
    }
}
