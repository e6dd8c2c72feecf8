import ArgumentParser
import StationProtocol

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check the configuration of the daemon.",
        subcommands: [ConfigCheckCommand.self])
}

struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the configuration before the daemon is restarted with it.",
        discussion: """
            Has stationd read the file and its drop-ins (FILE.d/*.yaml) as it would at its start, and shows what they set. \
            Needs no running daemon. Exit code 78 when it could not start with them.
            """)

    @Option(
        help: ArgumentHelp("The file, if not /etc/stationd/stationd.yaml.", valueName: "file"),
        completion: .file(extensions: ["yaml"])) var config: String?
    @Option(help: ArgumentHelp("How to show results: table for people, json for programs.", valueName: "format"))
    var output: OutputFormat = .table

    func run() async throws {
        let report = try ConfigurationReport.ask(file: config)
        if output == .table, let problem = report.problem { throw problem }
        report.output.show(output)
        if report.problem != nil { throw ExitCode(Failure.configuration) }
    }
}
