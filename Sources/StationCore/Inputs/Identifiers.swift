/// One connection, numbered by the server; numbers are not used again while the daemon runs.
public struct ConnectionID: Sendable, Hashable {
    public var rawValue: UInt64
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// One request of one connection, numbered by the server.
public struct RequestRef: Sendable, Hashable {
    public var connection: ConnectionID
    public var serial: UInt64

    public init(connection: ConnectionID, serial: UInt64) {
        self.connection = connection
        self.serial = serial
    }
}

/// One set of changes that is committed as a whole.
public struct TransactionID: Sendable, Hashable, Comparable {
    public var rawValue: UInt64
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
    public static func < (left: TransactionID, right: TransactionID) -> Bool { left.rawValue < right.rawValue }
}
