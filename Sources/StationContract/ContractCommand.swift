import ArgumentParser
import Foundation

/// `station-contract`: prints the contract into `Protocol/`, or says what there is not as it should be.
public struct ContractCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "station-contract", abstract: "Keep Protocol/ in step with the types.",
        subcommands: [Write.self, Check.self])

    public init() {}

    public static func launch() { main() }

    struct Write: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write openrpc.json and the pages that are made from it.")

        @Argument(help: "The folder Protocol/.") var folder = "Protocol"
        @Option(help: "What Protocol/conformance --record wrote, to take the examples from.") var transcript: String?

        func run() throws {
            if let transcript {
                let text = try Recording(transcript: transcript).text
                try text.write(toFile: "\(folder)/recorded.json", atomically: true, encoding: .utf8)
            }
            for page in try ContractFolder(folder).pages() {
                try page.text.write(toFile: page.path, atomically: true, encoding: .utf8)
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare Protocol/ with the types, and the contract with the last one that was released.")

        @Argument(help: "The folder Protocol/.") var folder = "Protocol"

        func run() throws {
            let problems = try ContractFolder(folder).problems()
            for problem in problems {
                FileHandle.standardError.write(Data("station-contract: error: \(problem)\n".utf8))
            }
            guard problems.isEmpty else { throw ExitCode.failure }
        }
    }
}
