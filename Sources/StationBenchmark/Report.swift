import Foundation

/// The table: what was measured, and each row against Redis's in the same cell.
struct Report {
    let machine: String
    private var cells: [[Measurement]] = []

    init(machine: String) { self.machine = machine }

    mutating func add(_ cell: [Measurement]) { cells.append(cell) }

    var text: String {
        var lines = [machine, ""]
        lines.append("| conn × pipe | work | a second | p50 µs | p99 µs | p99.9 µs | errors | against Redis |")
        lines.append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for cell in cells {
            let pair = cell[1]
            let get = cell[5]
            for (index, row) in cell.enumerated() {
                let reference: Measurement? = index == 0 ? pair : (2...4).contains(index) ? get : nil
                lines.append(line(row, reference))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ row: Measurement, _ reference: Measurement?) -> String {
        var ratio = "–"
        if let reference, reference.rate > 0 {
            ratio = String(
                format: "%.2f × rate, %.2f × p50", row.rate / reference.rate,
                row.percentile(50) / reference.percentile(50))
        }
        let figures = String(
            format: "%.0f | %.0f | %.0f | %.0f | %d", row.rate, row.percentile(50), row.percentile(99),
            row.percentile(99.9), row.errors)
        return "| \(row.cell.connections) × \(row.cell.pipelining) | \(row.name) | \(figures) | \(ratio) |"
    }
}

enum Machine {
    static var description: String {
        let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        let kernel = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? "?"
        let cores = ProcessInfo.processInfo.processorCount
        return "\(cores) cores, \(cpu ?? "?"), Linux \(kernel.trimmingCharacters(in: .whitespacesAndNewlines))"
    }
}
