import Foundation
import StationProtocol
import SwiftCSV

/// A CSV file of accounts: checked as a whole before anything is sent.
///
/// The header names the columns: `username`, `role`, and where wanted `email`, `station_kind`, `station`,
/// `display_name`, `os_user`, `subject`, `starts_at`.
struct Roster {
    struct Problem {
        /// The line in the file, the header being line 1.
        var line: Int
        var message: String
    }

    static let columns = [
        "username", "email", "role", "station_kind", "station", "display_name", "os_user", "subject", "starts_at",
    ]
    static let required = ["username", "role"]

    private(set) var rows: [ImportRow] = []
    private(set) var problems: [Problem] = []

    /// - Throws: ``CommandFailure`` when the file is not a roster at all.
    init(path: String) throws {
        let text: String
        do {
            text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
        } catch {
            throw CommandFailure(message: "\(path) cannot be read as UTF-8 text", hint: "check its path and encoding")
        }
        // A byte order mark is what some spreadsheets put in front.
        let csv: CSV<Enumerated>
        do {
            csv = try CSV<Enumerated>(
                string: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text, loadColumns: false)
        } catch {
            throw CommandFailure(message: "\(path) is not CSV: \(error)", hint: "check its quotes and commas")
        }
        let header = csv.header.map { $0.trimmingCharacters(in: .whitespaces) }
        if let unknown = header.first(where: { !Roster.columns.contains($0) }) {
            throw CommandFailure(
                message: "\(path) has an unknown column \"\(unknown)\"",
                hint: "known: \(Roster.columns.joined(separator: ","))")
        }
        if let missing = Roster.required.first(where: { !header.contains($0) }) {
            throw CommandFailure(
                message: "\(path) has no column \"\(missing)\"",
                hint: "the first line names the columns: \(Roster.columns.joined(separator: ","))")
        }
        var line = 2
        for fields in csv.rows {
            // A field in quotes may have line ends of its own.
            defer { line += 1 + fields.reduce(0) { $0 + $1.count(where: \.isNewline) } }
            guard fields.contains(where: { !$0.trimmingCharacters(in: .whitespaces).isEmpty }) else { continue }
            do throws(Refusal) {
                // The parser makes all rows as long as the longest, so only a field with something in it tells.
                guard fields.dropFirst(header.count).allSatisfy(\.isEmpty) else {
                    throw .invalidParams("row", "has more fields than the header; put text with a comma in quotes")
                }
                rows.append(try Roster.row(Dictionary(zip(header, fields)) { first, _ in first }, line: line))
            } catch {
                problems.append(Problem(line: line, message: error.message))
            }
        }
    }

    private static func row(_ fields: [String: String], line: Int) throws(Refusal) -> ImportRow {
        func field(_ column: String) -> String? {
            let text = (fields[column] ?? "").trimmingCharacters(in: .whitespaces)
            return text.isEmpty ? nil : text
        }
        func read<Value: WireField>(_ column: String) throws(Refusal) -> Value? {
            guard let text = field(column) else { return nil }
            return try Value.read(.string(text), key: FieldName(path: column), lenient: false)
        }
        var row = ImportRow()
        row.row = Int64(line)
        guard let username: Username = try read("username") else { throw .invalidParams("username", "is missing") }
        guard let role: Role = try read("role") else { throw .invalidParams("role", "is missing") }
        row.username = username
        row.role = role
        row.email = try read("email")
        row.displayName = try read("display_name")
        row.osUser = try read("os_user")
        row.subject = try read("subject")
        row.startsAt = try read("starts_at")
        let station: StationID? = try read("station")
        let named: StationKind? = try read("station_kind")
        // Nothing said of the station: of an account that exists, it stays as it is.
        guard station != nil || named != nil else { return row }
        let kind = named ?? .dynamic
        if kind == .static, station == nil {
            throw .invalidParams("station", "is missing: a static station has a number")
        }
        row.station = StationAssignment(kind, station)
        return row
    }
}
