import StationProtocol

extension Output {
    /// A line for each finding, and below it what helps.
    static func findings(_ findings: [Finding]) -> Output {
        let rows = findings.flatMap { finding -> [[String]] in
            let row = [word(finding.outcome), finding.check, finding.text]
            return [row] + (finding.remedy.map { [["", "", "→ \($0)"]] } ?? [])
        }
        let table = Table(headings: ["", "CHECK", "FOUND"], rows: rows) { style, _, column, text in
            guard column == 0 else { return text }
            return text.hasPrefix("ok")
                ? style.green(text) : text.hasPrefix("PROBLEM") ? style.red(text) : style.yellow(text)
        }
        return Output(
            json: ["findings": .array(findings.map(\.json))], body: .table(table, empty: "nothing was looked at"))
    }

    private static func word(_ outcome: FindingOutcome) -> String {
        switch outcome {
        case .ok: "ok"
        case .warning: "warning"
        case .problem: "PROBLEM"
        case .unknown: "unknown"
        }
    }
}
