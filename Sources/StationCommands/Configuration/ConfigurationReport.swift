import Foundation
import StationProtocol

/// What stationd says of a configuration.
struct ConfigurationReport {
    let json: JSON

    /// - Throws: ``CommandFailure`` when stationd cannot be asked.
    static func ask(file: String?) throws -> ConfigurationReport {
        let outcome = try DaemonProgram.run(
            ["check", "--json"] + (file.map { ["--config", URL(fileURLWithPath: $0).path] } ?? []))
        guard let json = try? JSONReader.read(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)),
            json["valid"]?.bool != nil
        else {
            throw CommandFailure(
                message: "stationd check ended with status \(outcome.status) and said nothing that can be read",
                hint: "run it yourself: stationd check")
        }
        return ConfigurationReport(json: json)
    }

    /// Why the daemon could not start with it; nil when it could.
    var problem: CommandFailure? {
        guard json["valid"]?.bool != true else { return nil }
        return CommandFailure(
            message: json["problem"]?.string ?? "the configuration cannot be used",
            hint: json["remedy"]?.string ?? "correct it", code: Failure.configuration)
    }

    var files: [String] { json["files"]?.array?.compactMap(\.string) ?? [] }

    /// What is set somewhere: the rest is in the manual.
    var output: Output {
        let set = (json["settings"]?.array ?? []).filter { $0["from"] != nil }
        let rows = set.map { [$0["key"], $0["value"], $0["from"]].map { $0?.string ?? "" } }
        let files = files.isEmpty ? "no file" : files.joined(separator: ", ")
        return Output(
            json: json,
            body: .table(
                Table(headings: ["KEY", "VALUE", "SET IN"], rows: rows),
                empty: "valid: \(files) sets nothing, all is at its default"))
    }
}
