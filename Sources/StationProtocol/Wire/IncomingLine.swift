/// What one line from a client turned out to be.
public enum IncomingLine: Sendable {
    /// White space: ignored.
    case blank
    /// To be answered under its id.
    case request(RequestID, method: String, params: JSONObject)
    /// Never answered, and changes nothing.
    case notification(method: String, params: JSONObject)
    /// To be answered with an error, under the id where one was readable.
    case fault(RequestID?, Refusal)

    /// Reads a line, without its LF.
    public static func read(_ bytes: UnsafeBufferPointer<UInt8>, limits: Limits) -> IncomingLine {
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return .blank }
        do throws(JSONFault) {
            return envelope(try JSONReader.read(bytes, depthLimit: limits.nestingDepth))
        } catch {
            return .fault(nil, Refusal(.parseError, "the line was not understood: \(error.message)"))
        }
    }

    private static func envelope(_ json: JSON) -> IncomingLine {
        guard let object = json.object else {
            return invalid(nil, "a request is an object, not \(json.kind); send several as several lines")
        }
        var id: RequestID?
        if let value = object["id"] {
            id = RequestID(value)
            if id == nil {
                return invalid(nil, "an id is a 64-bit integer or a string of at most \(Limits.idBytes) bytes")
            }
        }
        guard object["jsonrpc"] == .string("2.0") else { return invalid(id, "\"jsonrpc\" must be \"2.0\"") }
        guard let method = object["method"]?.string else { return invalid(id, "\"method\" must be a string") }
        let known = ["jsonrpc", "id", "method", "params"]
        if let other = object.members.first(where: { !known.contains($0.key) }) {
            return invalid(id, "a request has no member \"\(excerpt(other.key))\"")
        }
        switch object["params"] {
        case nil: return complete(id, method, JSONObject())
        case .object(let params): return complete(id, method, params)
        case .some(let other):
            guard let id else { return .notification(method: method, params: JSONObject()) }
            return .fault(id, .invalidParams("params", "must be an object, since params are named, not \(other.kind)"))
        }
    }

    private static func complete(_ id: RequestID?, _ method: String, _ params: JSONObject) -> IncomingLine {
        if let id {
            .request(id, method: method, params: params)
        } else {
            .notification(method: method, params: params)
        }
    }

    private static func invalid(_ id: RequestID?, _ message: String) -> IncomingLine {
        .fault(id, Refusal(.invalidRequest, message))
    }

    /// The start of what a client sent, short enough to send back.
    public static func excerpt(_ text: String) -> String {
        text.utf8.count <= 80 ? text : String(text.prefix(40)) + "…"
    }
}
