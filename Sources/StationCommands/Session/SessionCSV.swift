import StationProtocol

/// Sessions as CSV (RFC 4180).
enum SessionCSV {
    private static let columns: [(name: String, value: @Sendable (Session) -> String?)] = [
        ("session", { $0.id.text }), ("organization", { $0.organization.text }), ("account", { $0.account.text }),
        ("role", { $0.role.rawValue }), ("purpose", { $0.purpose.rawValue }), ("station", { $0.station?.text }),
        ("device", { $0.device.label?.text }), ("uid", { "\($0.device.uid)" }),
        ("pid", { $0.device.pid.map { "\($0)" } }), ("host", { $0.host }), ("opened_at", { $0.openedAt.text }),
        ("last_seen_at", { $0.lastSeenAt.text }), ("ended_at", { $0.endedAt?.text }),
        ("end_reason", { $0.endReason?.rawValue }), ("ended_by", { $0.endedBy }), ("comment", { $0.comment?.text }),
    ]

    static let heading = columns.map(\.name).joined(separator: ",") + "\r"

    /// A line without its LF.
    static func line(_ session: Session) -> String {
        columns.map { cell($0.value(session) ?? "") }.joined(separator: ",") + "\r"
    }

    /// What a spreadsheet would take for a formula gets an apostrophe before it: device names are the agents' own.
    private static func cell(_ text: String) -> String {
        let isFormula = text.utf8.first.map { "=+-@".utf8.contains($0) } ?? false
        let plain = isFormula ? "'\(text)" : text
        guard plain.utf8.contains(where: { [0x2C, 0x22, 0x0D, 0x0A].contains($0) }) else { return plain }
        return "\"\(plain.replacing("\"", with: "\"\""))\""
    }
}
