extension Command {
    /// The change that this asks for, where it is one that may carry a request key.
    public var change: (any ChangeCall)? {
        switch self {
        case .stationReserve(let call): call
        case .stationUnreserve(let call): call
        case .sessionOpen(let call): call
        case .sessionClose(let call): call
        case .sessionTerminate(let call): call
        case .poolCreate(let call): call
        case .poolRemove(let call): call
        case .organizationCreate(let call): call
        case .organizationUpdate(let call): call
        case .accountCreate(let call): call
        case .accountUpdate(let call): call
        case .accountDisable(let call): call
        case .accountEnable(let call): call
        case .accountRemove(let call): call
        case .accountUnlock(let call): call
        case .passwordSet(let call): call
        default: nil
        }
    }

    /// The session token among the params.
    public var token: Token? {
        switch self {
        case .sessionAttach(let call): call.token
        case .sessionRenew(let call): call.token
        case .sessionReport(let call): call.token
        case .sessionClose(let call): call.token
        case .sessionVerify(let call): call.token
        default: nil
        }
    }

    /// The network address that a relay names.
    public var source: NetworkSource? {
        switch self {
        case .sessionOpen(let call): call.request.source
        case .sessionCheck(let call): call.request.source
        case .passwordChange(let call): call.source
        default: nil
        }
    }

    /// Whether the decision may turn on the peer's user name.
    public var turnsOnUserName: Bool {
        switch self {
        case .sessionOpen, .sessionCheck: true
        default: false
        }
    }
}
