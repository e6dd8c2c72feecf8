import StationProtocol

/// What can go wrong with a call.
public enum ClientError: Error, Sendable {
    /// Nobody answers at the socket.
    case unreachable(path: String, problem: String)
    /// The broker understood the request and refused it.
    case refused(RefusedCall)
    /// The connection ended before the reply came: whether the change was made is not known.
    case connectionClosed
    /// What came back is not the protocol.
    case unexpectedReply(String)
}

/// A refusal as it came over the wire. Compare `reason`, or `known` where the compiler should help.
public struct RefusedCall: Sendable {
    /// The JSON-RPC error code.
    public var code: Int64
    /// Why, for programs.
    public var reason: String
    /// Why, for people; two of them in words that people know.
    public var message: String
    /// Whether the same request may succeed later, perhaps only after somebody has acted.
    public var isRetryable: Bool
    /// All that the broker said beside the message.
    public var data: JSON

    /// The reason, where this library knows it; brokers of a later version may have more.
    public var known: Reason? { Reason(rawValue: reason) }
    /// What to do about it, for people.
    public var remedy: String? { data["remedy"]?.string }
    /// Who is logged in, for `already_logged_in`.
    public var holder: HolderInfo? { data["holder"].flatMap { try? HolderInfo(reply: $0) } }

    init(_ error: JSON) {
        code = error["code"]?.integer ?? 0
        message = error["message"]?.string ?? ""
        data = error["data"] ?? .null
        reason = data["reason"]?.string ?? ""
        isRetryable = data["retryable"]?.bool ?? false
    }
}
