/// A request that was not done, and why: what goes out as a JSON-RPC error.
///
/// `reason` is for programs, `message` for people, `data` for both: it may name the offending key, the holder, a remedy.
public struct Refusal: Error, Sendable, Equatable {
    public var reason: Reason
    public var message: String
    public var data: [JSONObject.Member]

    public init(_ reason: Reason, _ message: String, remedy: String? = nil, data: [JSONObject.Member] = []) {
        self.reason = reason
        self.message = message
        self.data = data
        if let remedy { self.data.append(.init(key: "remedy", value: .string(remedy))) }
    }

    /// A parameter that does not fit; `key` names it, with a dot for each level.
    public static func invalidParams(_ key: String, _ message: String) -> Refusal {
        Refusal(.invalidParams, "\(key): \(message)", data: [.init(key: "key", value: .string(key))])
    }

    static func invalidParams(_ name: FieldName, _ message: String) -> Refusal { invalidParams(name.text, message) }

    /// The same refusal with one more member in its data.
    public func with(_ key: String, _ value: JSON) -> Refusal {
        var copy = self
        copy.data.append(.init(key: key, value: value))
        return copy
    }

    /// Writes the JSON-RPC error object.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("code")
        writer.integer(reason.code)
        writer.key("message")
        writer.string(message)
        writer.key("data")
        writer.beginObject()
        writer.key("reason")
        writer.string(reason.rawValue)
        writer.key("retryable")
        writer.bool(reason.isRetryable)
        for member in data {
            writer.key(member.key)
            writer.value(member.value)
        }
        writer.endObject()
        writer.endObject()
    }
}
