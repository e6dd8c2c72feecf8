import ArgumentParser
import Foundation
import StationProtocol

struct MetricsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "Show the broker's figures in the text form that Prometheus reads.",
        discussion: """
            With --file the figures are written to a file that is whole at every moment, as node_exporter's textfile collector \
            wants it: stationctl metrics --file /var/lib/prometheus/node-exporter/stationd.prom
            """)

    /// node_exporter is another user.
    private static let fileMode: mode_t = 0o644

    @OptionGroup var connection: ConnectionOptions
    @Option(
        help: ArgumentHelp("The file to write them to, in place of standard output.", valueName: "path"),
        completion: .file()) var file: String?

    func run() async throws {
        let client = try await connection.connect()
        var (call, text) = (BrokerMetrics(), "")
        repeat {
            let part = try await client.call(call)
            text += part.text
            call.cursor = part.nextCursor
        } while call.cursor != nil
        if let file {
            let target = try SafeFile(at: file, mode: MetricsCommand.fileMode)
            try target.append(Data(text.utf8))
            return try target.place()
        }
        switch connection.output {
        case .table: Terminal.line(String(text.dropLast()))
        case .json: Output(json: ["text": .string(text)], body: .sentence("")).show(.json)
        }
    }
}
