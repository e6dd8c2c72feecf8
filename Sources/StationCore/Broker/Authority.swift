import StationProtocol

/// Who may call which method: the table of DESIGN §5, and the only place that says so.
public enum Authority: Sendable, Equatable {
    /// Any peer. The decision itself looks at credentials, tokens and the connection where it needs to.
    case anyone
    /// A session of the connection with at least this role, in its own organization; or an operator.
    case role(Role)
    /// Host administrators.
    case operators

    public static func required(for method: Method) -> Authority {
        switch method {
        case .brokerHello, .brokerPing, .brokerStatus, .rpcDiscover, .loginOptions: .anyone
        case .stationRequest, .stationRelease: .anyone
        case .sessionCheck, .sessionOpen, .sessionAttach, .sessionRenew, .sessionReport, .sessionClose, .sessionVerify:
            .anyone
        case .sessionList, .sessionShow, .sessionHistory, .sessionTerminate: .role(.supervisor)
        case .sessionTerminateAll: .role(.supervisor)
        case .sessionAnswerTakeover: .anyone
        case .hostDrain, .hostResume: .operators
        case .brokerMetrics, .brokerDiagnose, .backupCreate, .backupRead, .backupRemove: .operators
        case .stationList, .stationShow, .stationReserve, .stationUnreserve: .role(.supervisor)
        case .poolCreate, .poolList, .poolRemove: .role(.administrator)
        case .organizationCreate, .organizationList: .operators
        case .organizationShow, .organizationUpdate: .role(.administrator)
        case .accountList, .accountShow: .role(.supervisor)
        case .accountCreate, .accountUpdate, .accountDisable, .accountEnable, .accountRemove, .accountImport:
            .role(.administrator)
        case .eventsSubscribe: .role(.supervisor)
        case .eventsUnsubscribe: .anyone
        case .auditList, .auditVerify: .role(.administrator)
        case .passwordCheck, .passwordChange: .anyone
        case .passwordSet, .accountUnlock: .role(.supervisor)
        }
    }
}
