import StationCore
import StationProtocol

/// With which reasons a method may be refused. Debug builds of the daemon hold every refusal against it.
public enum MethodReasons {
    /// What any request may meet.
    static let always: Set<Reason> = [.invalidRequest, .invalidParams, .internalError]
    /// What comes under id null, or when no method was understood.
    public static let ofTheProtocol: [Reason] = [
        .parseError, .invalidRequest, .lineTooLong, .unknownMethod, .invalidParams, .overloaded,
    ]

    public static func of(_ method: Method) -> Set<Reason> {
        var reasons = always.union(own(method))
        if CallCatalog.type(of: method) is any ChangeCall.Type {
            reasons.formUnion([.storageUnavailable, .requestKeyReused, .overloaded, .cancelled])
        }
        switch Authority.required(for: method) {
        case .anyone: break
        case .role: reasons.formUnion([.notPermitted, .notFound, .cancelled])
        case .operators: reasons.formUnion([.notPermitted, .cancelled])
        }
        return reasons
    }

    private static func own(_ method: Method) -> Set<Reason> {
        switch method {
        case .brokerHello: [.unsupportedProtocol]
        case .brokerPing, .brokerStatus, .rpcDiscover, .sessionVerify: []
        case .loginOptions: [.notFound, .cancelled]
        case .stationRequest:
            [
                .notFound, .stationInUse, .stationReserved, .stationMismatch, .stationRequired, .noStationAvailable,
                .overloaded, .cancelled, .lockDelay,
            ]
        case .stationRelease: [.notFound, .cancelled]
        case .sessionCheck: [.cancelled, .notPermitted]
        case .passwordCheck: [.notFound, .overloaded, .cancelled]
        case .passwordChange:
            [
                .incorrectCredentials, .passwordRejected, .throttled, .overloaded, .storageUnavailable, .cancelled,
                .notPermitted,
            ]
        case .passwordSet: [.passwordRejected]
        case .auditVerify: [.storageUnavailable, .overloaded]
        case .sessionOpen:
            [
                .incorrectCredentials, .alreadyLoggedIn, .stationInUse, .stationReserved, .stationMismatch,
                .stationRequired, .noStationAvailable, .notFound, .sessionEnded, .passwordChangeRequired, .throttled,
                .notPermitted, .sessionLimitReached, .lockDelay, .takeoverRefused, .hostDraining,
            ]
        case .sessionAttach, .sessionRenew, .sessionReport: [.sessionEnded, .invalidToken, .cancelled]
        case .sessionClose: [.sessionEnded, .invalidToken]
        case .sessionTerminate: [.staleFence, .sessionEnded]
        case .sessionHistory, .auditList: [.storageUnavailable]
        case .sessionShow: [.storageUnavailable]
        case .sessionTerminateAll: [.storageUnavailable]
        case .sessionAnswerTakeover: [.notFound, .cancelled]
        case .hostDrain, .hostResume: [.storageUnavailable]
        case .brokerMetrics, .brokerDiagnose: []
        case .backupCreate: [.storageUnavailable, .overloaded]
        case .backupRead: [.storageUnavailable, .notFound]
        case .backupRemove: [.notFound]
        case .stationReserve: [.stationInUse, .stationReserved]
        case .poolCreate: [.alreadyExists]
        case .organizationCreate: [.alreadyExists]
        case .accountCreate: [.alreadyExists, .stationInUse, .stationReserved, .passwordRejected]
        case .accountUpdate: [.alreadyExists, .stationInUse, .stationReserved]
        case .accountImport:
            [.alreadyExists, .stationInUse, .stationReserved, .overloaded, .storageUnavailable]
        case .eventsSubscribe: [.overloaded]
        case .eventsUnsubscribe: [.notFound]
        case .sessionList, .stationList, .stationShow, .stationUnreserve, .poolList, .poolRemove, .organizationList,
            .organizationShow,
            .organizationUpdate, .accountList, .accountShow, .accountDisable, .accountEnable, .accountRemove,
            .accountUnlock:
            []
        }
    }
}
