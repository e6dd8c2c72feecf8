import ArgumentParser
import Foundation
import StationClient
import StationProtocol

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check what administrators get wrong, and say what helps.",
        discussion: """
            Looks at the socket, the configuration, the host's clock and the units from here, and has the broker look at its \
            ledger, its disk and its surroundings from where it stands; for all of it be an operator (root). The whole ledger \
            is looked through in a copy, for which there has to be room; --quick leaves that out.

            Exit codes: 0 all is well, 1 there is a problem, 2 there are warnings only.
            """)

    @OptionGroup var connection: ConnectionOptions
    @Flag(help: "Leave out looking through the whole ledger.") var quick = false
    @Option(
        help: ArgumentHelp("The configuration file, if not /etc/stationd/stationd.yaml.", valueName: "file"),
        completion: .file(extensions: ["yaml"]))
    var config: String?

    /// Beside ``Failure``'s: nothing is broken, something should be looked at.
    private static let warnings: Int32 = 2
    /// Seconds that the broker has for what needs no walk through the ledger.
    private static let patience = 15

    func run() async throws {
        Terminal.progress("looking")
        var findings = SocketCheck(path: connection.path).findings
        findings += [ConfigurationCheck.finding(file: config), ClockCheck.finding] + UnitCheck.findings
        findings += await broker()
        Terminal.progress("", isLast: true)
        Output.findings(findings).show(connection.output)
        if findings.contains(where: { $0.outcome == .problem }) { throw ExitCode(Failure.refused) }
        if findings.contains(where: { $0.outcome != .ok }) { throw ExitCode(DoctorCommand.warnings) }
    }

    /// What the broker finds, or why it cannot be asked.
    private func broker() async -> [Finding] {
        let quickly = await Patience.first(within: DoctorCommand.patience) {
            await ask { client in
                let status = try await client.call(BrokerStatusCall())
                return [version(status)] + (try await client.call(BrokerDiagnose()).findings)
            }
        }
        guard let quickly else {
            return [
                Finding(
                    "broker", .problem, "does not answer within \(DoctorCommand.patience) s",
                    remedy: "journalctl -u stationd -n 50; systemctl restart stationd")
            ]
        }
        guard !quick, quickly.allSatisfy({ $0.check != "broker" || $0.outcome == .ok }),
            !quickly.contains(where: { $0.check == "rights" })
        else { return quickly }
        Terminal.progress("the broker looks through its ledger")
        return quickly
            + (await ask { client in
                var call = BrokerDiagnose()
                call.integrity = true
                let known = Set(quickly.map(\.check))
                return try await client.call(call).findings.filter { !known.contains($0.check) }
            })
    }

    private func ask(_ body: (StationClient) async throws -> [Finding]) async -> [Finding] {
        do {
            return try await body(try await connection.connect())
        } catch ClientError.refused(let refusal) where refusal.known == .notPermitted {
            return [
                Finding(
                    "rights", .unknown, "you are no operator, so the broker does not say what it finds",
                    remedy: "run this as root: sudo stationctl doctor")
            ]
        } catch {
            let (message, hint) = Failure.words(for: error)
            return [Finding("broker", .problem, message, remedy: hint)]
        }
    }

    private func version(_ status: BrokerStatus) -> Finding {
        guard status.version == Version.current else {
            return Finding(
                "broker", .warning, "runs version \(status.version), and this is stationctl \(Version.current)",
                remedy: "systemctl restart stationd")
        }
        return Finding(
            "broker", .ok, "answers; version \(status.version), up for \(Words.seconds(status.uptimeSeconds))")
    }
}
