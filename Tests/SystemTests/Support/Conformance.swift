import Foundation
import StationProtocol

/// `Protocol/conformance` and the vectors that it replays.
enum Conformance {
    static let folder = Programs.root.appendingPathComponent("Protocol").path

    /// Runs it against the broker of that socket.
    static func run(_ socket: String, _ arguments: [String] = []) throws -> Programs.Outcome {
        try Programs.run("/usr/bin/env", ["python3", "\(folder)/conformance", "--socket", socket] + arguments)
    }

    /// The vectors of one file, or of all.
    static func vectors(_ name: String? = nil) throws -> [JSON] {
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/vectors")
        var vectors: [JSON] = []
        for file in files where file.hasSuffix(".json") && (name == nil || file == "\(name!).json") {
            let text = try String(contentsOfFile: "\(folder)/vectors/\(file)", encoding: .utf8)
            vectors += try JSONReader.read(text, depthLimit: 64).array ?? []
        }
        return vectors
    }
}
