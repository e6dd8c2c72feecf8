/// What programs read to learn why something was refused. The list is DESIGN §5's; it only ever grows.
public enum Reason: String, Sendable, CaseIterable {
    // JSON-RPC's own.
    case parseError = "parse_error"
    case invalidRequest = "invalid_request"
    case unknownMethod = "unknown_method"
    case invalidParams = "invalid_params"
    case internalError = "internal"
    // The broker's.
    case incorrectCredentials = "incorrect_credentials"
    case alreadyLoggedIn = "already_logged_in"
    case stationInUse = "station_in_use"
    case stationReserved = "station_reserved"
    case stationMismatch = "station_mismatch"
    case stationRequired = "station_required"
    case noStationAvailable = "no_station_available"
    case lockDelay = "lock_delay"
    case sessionLimitReached = "session_limit_reached"
    case takeoverRefused = "takeover_refused"
    case passwordChangeRequired = "password_change_required"
    case passwordRejected = "password_rejected"
    case robotCheckRequired = "robot_check_required"
    case throttled
    case overloaded
    case notPermitted = "not_permitted"
    case notFound = "not_found"
    case alreadyExists = "already_exists"
    case staleFence = "stale_fence"
    case sessionEnded = "session_ended"
    case invalidToken = "invalid_token"
    case requestKeyReused = "request_key_reused"
    case storageUnavailable = "storage_unavailable"
    case lineTooLong = "line_too_long"
    case unsupportedProtocol = "unsupported_protocol"
    case cancelled
    case hostDraining = "host_draining"

    /// The JSON-RPC error code. Ours lie outside −32768…−32000, which JSON-RPC 2.0 §5.1 keeps for itself.
    public var code: Int64 {
        switch self {
        case .parseError: -32700
        case .invalidRequest, .lineTooLong: -32600
        case .unknownMethod: -32601
        case .invalidParams: -32602
        case .internalError: -32603
        case .incorrectCredentials: 1001
        case .alreadyLoggedIn: 1002
        case .stationInUse: 1003
        case .stationReserved: 1004
        case .stationMismatch: 1005
        case .stationRequired: 1006
        case .noStationAvailable: 1007
        case .lockDelay: 1008
        case .sessionLimitReached: 1009
        case .takeoverRefused: 1010
        case .passwordChangeRequired: 1011
        case .passwordRejected: 1012
        case .robotCheckRequired: 1013
        case .throttled: 1014
        case .overloaded: 1015
        case .notPermitted: 1016
        case .notFound: 1017
        case .alreadyExists: 1018
        case .staleFence: 1019
        case .sessionEnded: 1020
        case .invalidToken: 1021
        case .requestKeyReused: 1022
        case .storageUnavailable: 1023
        case .unsupportedProtocol: 1024
        case .cancelled: 1025
        case .hostDraining: 1026
        }
    }

    /// Whether the same request may succeed later without anything being changed in it.
    public var isRetryable: Bool {
        switch self {
        case .alreadyLoggedIn, .stationInUse, .noStationAvailable, .lockDelay, .sessionLimitReached, .throttled,
            .overloaded, .storageUnavailable, .cancelled, .takeoverRefused, .hostDraining:
            true
        default: false
        }
    }
}
