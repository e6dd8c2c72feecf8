import StationProtocol
import Testing

@testable import StationCore

/// The matrix of DESIGN §5, cell by cell: every method as operator, administrator, supervisor, agent and stranger.
@Suite struct AuthorityTests {
    /// Params that are right for each method, so that only the right to call it decides.
    private static let params: [Method: JSON] = [
        .loginOptions: ["organization": "acme"], .stationRequest: ["organization": "acme"],
        .stationRelease: ["hold": "h99"],
        .stationList: ["organization": "acme"], .stationShow: ["organization": "acme", "station": "1"],
        .stationReserve: ["organization": "acme", "station": "1", "account": "bob"],
        .stationUnreserve: ["organization": "acme", "station": "4021", "account": "anna"],
        .sessionCheck: ["organization": "acme", "login": "anna"], .sessionOpen: Desk.login("nobody"),
        .sessionAttach: ["token": "x"], .sessionRenew: ["token": "x"], .sessionClose: ["token": "x"],
        .sessionReport: ["token": "x"], .sessionVerify: ["token": "x"], .sessionShow: ["id": "38g23csbp0001"],
        .sessionTerminate: ["id": "38g23csbp0001"],
        .poolCreate: ["organization": "acme", "name": "p", "first": "10", "last": "19"],
        .poolList: ["organization": "acme"],
        .poolRemove: ["organization": "acme", "name": "floor"],
        .organizationCreate: ["slug": "other", "name": "Other"],
        .organizationShow: ["organization": "acme"], .organizationUpdate: ["organization": "acme"],
        .accountCreate: ["organization": "acme", "username": "new", "role": "agent"],
        .accountList: ["organization": "acme"],
        .accountShow: ["organization": "acme", "account": "bob"],
        .accountUpdate: ["organization": "acme", "account": "bob"],
        .accountDisable: ["organization": "acme", "account": "bob"],
        .accountEnable: ["organization": "acme", "account": "bob"],
        .accountRemove: ["organization": "acme", "account": "bob"],
        .accountUnlock: ["organization": "acme", "account": "bob"],
        .passwordSet: ["organization": "acme", "account": "bob"],
        .backupRead: ["backup": "b1", "offset": 0], .backupRemove: ["backup": "b1"],
        .accountImport: ["organization": "acme", "import": "i", "rows": [], "final": true],
        .passwordCheck: ["organization": "acme", "password": "x"],
        .passwordChange: ["organization": "acme", "login": "bob", "current": "x", "new": "y"],
        .eventsUnsubscribe: ["subscription": 1],
    ]

    private static let answeredElsewhere: Set<Method> = [.brokerHello, .brokerPing, .brokerStatus, .rpcDiscover]
    static let methods = Method.allCases.filter { !answeredElsewhere.contains($0) }

    /// A desk on whose connection 2 this account is logged in; nil: nobody is.
    private func desk(_ account: String?) -> Desk {
        var desk = Desk.acme()
        let uids: [String: UInt32] = ["adam": 1_005, "sue": 1_004, "anna": 1_001]
        desk.connect(2, Desk.user(account.flatMap { uids[$0] } ?? 2_000))
        if let account { desk.ok(.sessionOpen, Desk.login(account), on: 2) }
        return desk
    }

    @Test("each method takes those that the table names, and nobody else", arguments: methods)
    func matrix(method: Method) {
        let params = AuthorityTests.params[method] ?? [:]
        for (account, role) in [("adam", Role.administrator), ("sue", .supervisor), ("anna", .agent), (nil, nil)] {
            var desk = desk(account)
            let isAllowed =
                switch Authority.required(for: method) {
                case .anyone: true
                case .role(let needed): role.map { $0 >= needed } ?? false
                case .operators: false
                }
            let reason = desk.reason(method, params, on: 2)
            #expect(
                (reason != .notPermitted) == isAllowed,
                "\(method.rawValue) as \(account ?? "a stranger"): \(reason?.rawValue ?? "done")")
        }
        var desk = Desk.acme()
        #expect(desk.reason(method, params) != .notPermitted, "\(method.rawValue) as an operator")
    }

    @Test("a supervisor's rights end at the organization's border")
    func otherOrganization() {
        var desk = desk("adam")
        desk.ok(.organizationCreate, ["slug": "other", "name": "Other", "stationRoles": []])
        desk.ok(.accountCreate, ["organization": "other", "username": "olaf", "role": "agent"])
        let session = desk.ok(.sessionOpen, ["organization": "other", "login": "olaf", "credential": ["type": "peer"]])
        #expect(desk.reason(.accountList, ["organization": "other"], on: 2) == .notPermitted)
        #expect(desk.reason(.sessionTerminate, ["id": session["session"]!["id"]!], on: 2) == .notFound)
        #expect(desk.ok(.sessionList, on: 2)["sessions"]?.array?.count == 1)
        #expect(desk.reason(.eventsSubscribe, ["organization": "other"], on: 2) == .notPermitted)
    }

    @Test("with several sessions a connection says as which one it acts")
    func severalSessions() {
        var desk = desk("sue")
        desk.ok(.accountUpdate, ["organization": "acme", "account": "bob", "osUser": "1004"])
        desk.ok(.sessionOpen, Desk.login("bob"), on: 2)
        #expect(desk.reason(.sessionList, on: 2) == .invalidParams)
        let sessions = desk.ok(.sessionList)["sessions"]!.array!
        let (sue, bob) = (sessions[0]["id"]!, sessions[1]["id"]!)
        #expect(desk.reason(.sessionList, ["actor": sue], on: 2) == nil)
        #expect(desk.reason(.sessionList, ["actor": bob], on: 2) == .notPermitted)
        desk.connect(3, Desk.user(1_004))
        #expect(desk.reason(.sessionList, ["actor": sue], on: 3) == .invalidParams)
    }

    @Test("who is demoted has lost the rights at once")
    func demoted() {
        var desk = desk("sue")
        #expect(desk.reason(.sessionList, on: 2) == nil)
        desk.ok(.accountUpdate, ["organization": "acme", "account": "sue", "role": "agent"])
        #expect(desk.reason(.sessionList, on: 2) == .notPermitted)
    }

    @Test("what was subscribed to as a supervisor is not told to one who is none any more")
    func observers() {
        let (connection, acme) = (ConnectionID(2), Slug("acme"))
        for method in [Method.sessionClose, .accountUpdate, .accountDisable, .accountRemove, .sessionAttach] {
            var desk = desk("sue")
            #expect(desk.broker.mayObserve(connection, organization: acme))
            #expect(!desk.broker.mayObserve(connection, organization: Slug("other")))
            #expect(!desk.broker.mayObserve(connection, organization: nil))
            switch method {
            case .sessionClose, .sessionAttach: desk.ok(method, ["token": "token-8"])
            case .accountUpdate: desk.ok(method, ["organization": "acme", "account": "sue", "role": "agent"])
            default: desk.ok(method, ["organization": "acme", "account": "sue"])
            }
            #expect(!desk.broker.mayObserve(connection, organization: acme), "after \(method.rawValue)")
        }
    }

    @Test("another uid's token is no token, except for asking whether it is one")
    func foreignToken() {
        var desk = desk("anna")
        let token = desk.ok(.sessionOpen, Desk.login("bob"))["token"]!
        desk.connect(3, Desk.user(1_001))
        for method in [Method.sessionAttach, .sessionRenew, .sessionClose] {
            #expect(desk.reason(method, ["token": token], on: 3) == .invalidToken)
        }
        #expect(desk.ok(.sessionVerify, ["token": token], on: 3)["active"] == true)
        desk.ok(.sessionClose, ["token": token])
        #expect(desk.reason(.sessionRenew, ["token": token], on: 3) == .invalidToken)
    }

    @Test("a stranger's dry run says nothing about the account")
    func blindCheck() {
        var desk = desk(nil)
        desk.open("anna")
        for login in ["anna", "bob", "nobody"] {
            let result = desk.ok(.sessionCheck, ["organization": "acme", "login": .string(login)], on: 2)
            // The proposal that station.request would make, whoever the person is.
            #expect(result["wouldSucceed"] == true && result["station"] == "5000" && result["blockers"]?.array == [])
        }
        desk.ok(.organizationUpdate, ["organization": "acme", "stationSource": "typed"])
        let untyped = desk.ok(.sessionCheck, ["organization": "acme", "login": "bob"], on: 2)
        #expect(untyped["blockers"]?.array?.first?["reason"] == "station_required")
        let taken = desk.ok(.sessionCheck, ["organization": "acme", "login": "bob", "station": "4021"], on: 2)
        #expect(taken["blockers"]?.array?.first?["reason"] == "station_reserved")
        #expect(desk.ok(.sessionCheck, ["organization": "acme", "login": "anna"])["wouldSucceed"] == false)
    }
}
