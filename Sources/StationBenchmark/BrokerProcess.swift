import Foundation

/// A stationd to be measured.
final class BrokerProcess {
    let socket: String
    private let process = Process()

    init(_ program: String, _ place: String) throws {
        socket = "\(place)/stationd.sock"
        // Whatever ends the benchmark ends its server.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments = [
            "--pdeathsig", "KILL", program, "--socket", socket, "--state-directory", "\(place)/ledger",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<500 {
            if let connection = try? Socket(socket) {
                connection.shut()
                return
            }
            usleep(20_000)
        }
        throw BenchmarkError("nobody listens on \(socket) after ten seconds")
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Memory that it has now, and that it has ever had.
    var residentMiB: Double { status("VmRSS") }
    var peakMiB: Double { status("VmHWM") }

    private func status(_ key: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(key):") }
        return Double(line?.split(separator: " ").dropLast().last ?? "0").map { $0 / 1_024 } ?? 0
    }
}
