/// Every method's params type: for descriptions, and for tests that look at all of them.
public enum CallCatalog {
    public static let all: [any Call.Type] = [
        BrokerHello.self,
        BrokerPing.self,
        BrokerStatusCall.self,
        BrokerMetrics.self,
        BrokerDiagnose.self,
        RPCDiscover.self,
        LoginOptions.self,
        StationRequest.self,
        StationRelease.self,
        StationList.self,
        StationShow.self,
        StationReserve.self,
        StationUnreserve.self,
        SessionCheck.self,
        SessionOpen.self,
        SessionAttach.self,
        SessionRenew.self,
        SessionReport.self,
        SessionClose.self,
        SessionVerify.self,
        SessionList.self,
        SessionShow.self,
        SessionHistory.self,
        SessionTerminate.self,
        SessionTerminateAll.self,
        SessionAnswerTakeover.self,
        HostDrainCall.self,
        HostResume.self,
        BackupCreate.self,
        BackupRead.self,
        BackupRemove.self,
        PoolCreate.self,
        PoolList.self,
        PoolRemove.self,
        OrganizationCreate.self,
        OrganizationList.self,
        OrganizationShow.self,
        OrganizationUpdate.self,
        AccountCreate.self,
        AccountList.self,
        AccountShow.self,
        AccountUpdate.self,
        AccountDisable.self,
        AccountEnable.self,
        AccountRemove.self,
        AccountImport.self,
        AccountUnlock.self,
        PasswordCheck.self,
        PasswordChange.self,
        PasswordSet.self,
        EventsSubscribe.self,
        EventsUnsubscribe.self,
        AuditList.self,
        AuditVerify.self,
    ]

    private static let byMethod = Dictionary(uniqueKeysWithValues: all.map { ($0.method, $0) })

    /// The params type of a method.
    public static func type(of method: Method) -> any Call.Type { byMethod[method]! }

    /// By the method's name on the wire.
    public static let methods: [String: Method] = Dictionary(
        uniqueKeysWithValues: Method.allCases.map { ($0.rawValue, $0) })
}
