import ArgumentParser
import StationProtocol

struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Call any method of the protocol and show the result as JSON.",
        discussion: """
            For example: stationctl call session.list '{"organization":"acme"}'. Params with a secret in them come from \
            standard input, where nobody else can read them: stationctl call password.check -
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The method, for example broker.ping.", completion: .list(Method.allCases.map(\.rawValue)))
    var method: String
    @Argument(help: "The params, a JSON object; - reads it from standard input.") var params = "{}"

    func run() async throws {
        let json: JSON
        do {
            json = try JSONReader.read(params == "-" ? StandardInput.all() : params)
        } catch {
            throw UsageError(message: "the params are not JSON: \(error.message)", hint: "put them in single quotes")
        }
        guard json.object != nil else {
            throw UsageError(
                message: "the params must be a JSON object, not \(json.kind)", hint: "'{\"key\":\"value\"}'")
        }
        let client = try await connection.connect()
        let result = try await client.call(method, json)
        Output(json: result, body: .sentence("")).show(.json)
    }
}
