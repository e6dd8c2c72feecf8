import StationProtocol

/// Whether the daemon could start anew with its configuration.
enum ConfigurationCheck {
    static func finding(file: String?) -> Finding {
        do {
            let report = try ConfigurationReport.ask(file: file)
            if let problem = report.problem {
                return Finding("configuration", .problem, problem.message, remedy: problem.hint)
            }
            let files = report.files.isEmpty ? "no file, all is at its default" : report.files.joined(separator: ", ")
            return Finding("configuration", .ok, files)
        } catch {
            let (message, hint) = Failure.words(for: error)
            return Finding("configuration", .unknown, message, remedy: hint)
        }
    }
}
