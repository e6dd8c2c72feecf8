/// Every bound of the wire and of what one peer can make the broker hold, in one place.
///
/// Going over one gets the answer that its comment names. Those that an administrator may set are read from the
/// configuration's `limits`; the others are constants of the protocol.
public struct Limits: Sendable, Equatable {
    /// Bytes of a request line without its LF. Over: `line_too_long`, then the connection is closed.
    public var lineBytes = 65_536
    /// Arrays and objects open at once in a request. Over: `parse_error`.
    public var nestingDepth = 32
    /// Connections in all, operators' spare ones apart. Over: `overloaded`, then closed.
    public var connections = 8_192
    /// Connections of one uid. Over: `overloaded`, then closed.
    public var connectionsPerUser = 1_024
    /// Requests of one connection that wait for their reply. At the limit reading pauses; nothing is refused.
    public var requestsInFlight = 64
    /// Subscriptions of one connection. Over: `overloaded`.
    public var subscriptionsPerConnection = 8
    /// Bytes queued for a peer that does not read. Over: a subscriber gets `lagged` and is closed; from others nothing
    /// more is read until they do.
    public var queuedBytes = 1_048_576
    /// Seconds that a line may stay without its LF, and that a peer with bytes queued may read nothing. Over:
    /// `invalid_request` for the line, then closed.
    public var incompleteLineSeconds = 30
    /// Holds of one uid. Over: `overloaded`.
    public var holdsPerUser = 16
    /// Request keys that one uid may have used within ``requestKeySeconds``. Over: `overloaded`.
    public var requestKeysPerUser = 16_384

    /// The limits as they are when the configuration sets none.
    public static let standard = Limits()
    public init() {}

    // MARK: Constants of the protocol

    /// Connections that operators may have beyond ``connections``, so that a full broker can still be looked at.
    public static let operatorReserve = 64
    /// Bytes of a string used as request id. Over: `invalid_request`.
    public static let idBytes = 256
    /// Bytes that a reply or event stays below; lists answer with fewer items and a cursor instead.
    public static let replyBytes = 65_536
    /// Members of a params object. Over: `invalid_params`.
    public static let paramsMembers = 64
    /// Items a list may be asked for at once, and how many it gives when not asked.
    public static let pageItems: ClosedRange<Int64> = 1...1_000
    public static let defaultPageItems: Int64 = 100
    /// Sessions in one part of a snapshot.
    public static let snapshotItems = 200
    /// Seconds of a lease.
    public static let leaseSeconds: ClosedRange<Int64> = 5...86_400
    /// Numbers in one pool. Over: `invalid_params`.
    public static let poolNumbers = 10_000
    /// Pools of one organization. Over: `overloaded`.
    public static let poolsPerOrganization = 64
    /// Rows in one part of an import, and in the whole of it. Over: `invalid_params`.
    public static let importPartRows = 200
    public static let importRows = 50_000
    /// Imports that one uid may have staged at once. Over: `overloaded`.
    public static let importsPerUser = 4
    /// Problems of an import, and leavers, that one reply reports.
    public static let importProblems = 100
    /// Seconds that a request key is remembered (DESIGN §5).
    public static let requestKeySeconds: Int64 = 600
    /// Seconds that a station is held before login (DESIGN §5).
    public static let holdSeconds: Int64 = 120
    /// Seconds that a login may wait for a station.
    public static let waitSeconds: ClosedRange<Int64> = 0...3_600
    /// Logins of one organization that wait for a station. Over: `overloaded`.
    public static let waitingLogins = 1_024
    /// Seconds that a busy session may be let go on when it is terminated.
    public static let deadlineSeconds: ClosedRange<Int64> = 0...7_200
    /// Sessions that one `session.terminateAll` ends. Over: the rest stays, and `ended` is less than `count`.
    public static let terminatedAtOnce = 1_000
    /// Sessions that its reply shows at most; as many as fit.
    public static let terminatedShown = 100
    /// Reservations of a station that it is shown with: the next ones.
    public static let reservationsShown = 16
    /// Reservations of one organization that are not over. Over: `overloaded`.
    public static let reservations = 10_000
    /// Passwords that wait to be hashed. Over: `overloaded`, for the source that has most of them waiting.
    public static let passwordsWaiting = 1_024
    /// Passwords that wait for `password.check`'s estimate. Over: `overloaded`.
    public static let checksWaiting = 256
    /// Bytes of a password that its strength is estimated by.
    public static let strengthBytes = 100
    /// Console sessions of one account. Over: `session_limit_reached`.
    public static let consolesPerAccount = 16
    /// Seconds that a console session lasts at most (DESIGN §2).
    public static let consoleSeconds: Int64 = 43_200
    /// Bytes of a part of a backup.
    public static let backupPartBytes = 32_768
    /// Backups that are made or wait to be fetched at once. Over: `overloaded`.
    public static let backups = 1
    /// Seconds that a backup may wait for its next `backup.read` once somebody else asks for one. Over: it is removed.
    public static let backupIdleSeconds: Int64 = 60
    /// Bytes of disk that stay free beside a copy of the ledger. Below: `storage_unavailable`, and nothing is copied.
    public static let backupSpareBytes: Int64 = 67_108_864
    /// Bytes of one reply's metrics; the rest comes with its cursor.
    public static let metricsBytes = 32_768
    /// Ended sessions whose tokens are still answered with `session_ended` rather than `invalid_token`.
    public static let rememberedEnds = 16_384
}
