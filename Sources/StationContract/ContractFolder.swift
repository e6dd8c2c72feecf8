import Foundation
import StationProtocol

/// The folder `Protocol/`: which of its files are made from the contract, and whether they are as they should be.
public struct ContractFolder {
    public struct File {
        public var path: String
        public var text: String
    }

    public let path: String

    public init(_ path: String) { self.path = path }

    /// What is made from the types and from the recorded exchanges.
    public func pages() throws -> [File] {
        let contract = Contract()
        let recorded = try Recording(file: "\(path)/recorded.json")
        return [
            File(path: "\(path)/openrpc.json", text: contract.text),
            File(path: "\(path)/methods.md", text: MethodsPage(recorded).text),
            File(path: "\(path)/events.md", text: EventsPage().text),
            File(path: "\(path)/types.md", text: TypesPage(contract: contract).text),
            File(path: "\(path)/reasons.md", text: ReasonsPage().text),
        ]
    }

    /// Everything that is not as it should be, for people.
    public func problems() throws -> [String] {
        let contract = Contract()
        var problems = contract.missingTexts.map { "no text says what \($0) means" }
        problems += contract.unusedTexts.map { "there is a text for \($0), but no such field" }
        let recorded = try Recording(file: "\(path)/recorded.json").exchanges
        problems += Method.allCases.filter { recorded[$0] == nil }.map { "no exchange of \($0.rawValue) was recorded" }
        for page in try pages() where (try? String(contentsOfFile: page.path, encoding: .utf8)) != page.text {
            problems.append("\(page.path) is not what the types say; write it anew: swift run station-contract write")
        }
        for released in try releases() {
            let old = try JSONReader.read(try String(contentsOfFile: released, encoding: .utf8))
            problems += Stability(from: old, to: contract.document).breaks.map {
                "\($0) (compared with \(released)); within a version things are only added"
            }
        }
        return problems
    }

    /// The contracts of earlier releases; what they said still holds.
    public func releases() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/released").filter { $0.hasSuffix(".json") }
            .sorted()
            .map { "\(path)/released/\($0)" }
    }
}
