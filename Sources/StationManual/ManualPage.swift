import StationDaemon

/// One page of the manual, ready for `man`.
public struct ManualPage: Sendable {
    public let name: String
    public let section: Int
    public let text: String

    /// - Parameters:
    ///   - title: what the page is about, without a full stop.
    ///   - date: of its last change; nil where that is not known.
    init(_ name: String, _ section: Int, title: String, date: ManualDate?, _ body: (inout MdocWriter) -> Void) {
        self.name = name
        self.section = section
        var page = MdocWriter()
        page.macro("\\\"", "Made from the code by station-manual; what is wrong here is to be mended there.")
        page.macro("Dd", date?.text ?? "")
        // groff would call it BSD's, which is wrong, and too long for the heading.
        page.macro("ds", "doc-volume-operating-system")
        page.macro("Dt", name.uppercased(), "\(section)")
        page.macro("Os", Roff.argument("stationd \(Version.current)"))
        page.section("NAME")
        page.macro("Nm", name)
        page.macro("Nd", Prose.inline(title))
        body(&page)
        text = page.lines.joined(separator: "\n").replacing(" \n", with: "\n") + "\n"
    }

    public var fileName: String { "\(name).\(section)" }

    var reference: Reference { Reference(name: name, section: section) }
}
