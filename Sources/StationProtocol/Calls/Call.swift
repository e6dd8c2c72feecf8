/// The params of one method, and with them its name and the type of its result.
public protocol Call: WireObject {
    associatedtype Reply: WireObject
    static var method: Method { get }
}

/// A call that acts with a role: where the connection has several sessions, `actor` says as which.
public protocol ActingCall: Call {
    var actor: SessionID? { get set }
}

/// A call that changes the ledger: it may carry a request key, so that sending it twice does it once.
public protocol ChangeCall: Call {
    var requestKey: RequestKey? { get set }
    /// Takes out what is left out when two requests under one key are compared (DESIGN §5).
    mutating func removeSecrets()
}

extension ChangeCall {
    public mutating func removeSecrets() {}
}
