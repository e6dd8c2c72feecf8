import Foundation
import StationProtocol

/// One exchange for each method, as it went over a real socket: `Protocol/recorded.json`.
public struct Recording {
    public struct Exchange {
        public var request: JSON
        public var reply: JSON
    }

    public private(set) var exchanges: [Method: Exchange] = [:]

    /// - Throws: what keeps the file from being read; a file that is missing has no exchanges.
    public init(file: String) throws {
        guard FileManager.default.fileExists(atPath: file) else { return }
        let json = try JSONReader.read(try String(contentsOfFile: file, encoding: .utf8), depthLimit: 64)
        for member in json.object?.members ?? [] {
            guard let method = Method(rawValue: member.key), let request = member.value["request"],
                let reply = member.value["reply"]
            else { continue }
            exchanges[method] = Exchange(request: request, reply: reply)
        }
    }

    /// Takes the first success of each method out of what `Protocol/conformance --record` wrote.
    public init(transcript: String) throws {
        var waiting: [String: JSON] = [:]
        for line in try String(contentsOfFile: transcript, encoding: .utf8).split(separator: "\n") {
            // Some of what the vectors send is no JSON by any rule of ours.
            guard let entry = try? JSONReader.read(String(line), depthLimit: 64), let message = entry["line"],
                let id = message["id"], id != .null
            else { continue }
            let key = "\(entry["vector"]?.string ?? "") \(entry["connection"]?.string ?? "") \(id)"
            if entry["direction"] == ">" {
                waiting[key] = message
            } else if let request = waiting.removeValue(forKey: key), message["result"] != nil,
                let method = request["method"]?.string.flatMap(Method.init), Recording.isTelling(request, method),
                exchanges[method] == nil
            {
                exchanges[method] = Exchange(request: request, reply: message)
            }
        }
    }

    /// Whether a page gains by it: with params where the method has any.
    private static func isTelling(_ request: JSON, _ method: Method) -> Bool {
        let count = request["params"]?.object?.members.count ?? 0
        switch method {
        case .brokerPing, .brokerStatus, .rpcDiscover, .hostResume, .brokerMetrics, .backupCreate: return true
        default: return count > 0
        }
    }

    public var text: String {
        let members = Method.allCases.compactMap { method in
            exchanges[method].map { exchange -> JSONObject.Member in
                // The contract itself is not repeated here.
                let reply: JSON =
                    method == .rpcDiscover
                    ? ["jsonrpc": "2.0", "id": exchange.reply["id"] ?? 1, "result": ["openrpc": "1.3.2"]]
                    : exchange.reply
                return .init(key: method.rawValue, value: ["request": exchange.request, "reply": reply])
            }
        }
        return PrettyJSON.text(.object(JSONObject(members))) + "\n"
    }
}
