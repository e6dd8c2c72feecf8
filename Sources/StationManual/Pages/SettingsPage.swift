import StationDaemon

/// `stationd.yaml(5)`: every setting, from the table that the reader uses.
struct SettingsPage {
    let date: ManualDate?

    var page: ManualPage {
        ManualPage("stationd.yaml", 5, title: "configuration of the session broker", date: date) { page in
            page.section("DESCRIPTION")
            page.text(SettingsText.description)
            page.section("SETTINGS")
            page.text(SettingsText.settings)
            for group in groups {
                if !group.isEmpty {
                    page.subsection("Under \(group)")
                }
                let prefix = group.isEmpty ? "" : "\(group)."
                page.list(width: "Ds") { list in
                    for setting in Settings.all where SettingsPage.group(of: setting) == group {
                        list.item(
                            "Cm \(Roff.literal(String(setting.key.dropFirst(prefix.count))))",
                            SettingsPage.text(setting))
                    }
                }
            }
            for (title, text) in SettingsText.sections {
                page.section(title)
                page.text(text)
            }
            page.section("SEE ALSO")
            References(SettingsText.references, but: "stationd.yaml").write(&page)
        }
    }

    /// The words before the dot, in the order in which they come; those without one first.
    private var groups: [String] {
        var groups = [""]
        for setting in Settings.all {
            let group = SettingsPage.group(of: setting)
            if !groups.contains(group) { groups.append(group) }
        }
        return groups
    }

    private static func group(of setting: Setting) -> String {
        setting.key.lastIndex(of: ".").map { String(setting.key[..<$0]) } ?? ""
    }

    private static func text(_ setting: Setting) -> String {
        let standard = setting.standard.isEmpty ? "none" : "`\(setting.standard)`"
        let form = setting.form == "text" ? "" : ", from \(setting.form)"
        return "\(setting.meaning)\n\nDefault: \(standard)\(form). Environment: `\(setting.variable)`."
    }
}
