import Foundation
import StationCore
import StationProtocol
import Testing

/// Two real uids against the built daemon.
@Suite(.serialized, .enabled(if: Programs.isRoot)) struct RealAuthorityTests {
    private static let params: [Method: JSON] = [
        .stationList: ["organization": "acme"], .stationShow: ["organization": "acme", "station": "1"],
        .stationReserve: ["organization": "acme", "station": "1", "account": "bob"],
        .stationUnreserve: ["organization": "acme", "station": "4021", "account": "anna"],
        .sessionShow: ["id": "38g23csbp0001"], .sessionTerminate: ["id": "38g23csbp0001"],
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
    ]

    @Test("a user without a session, one with an agent's, and one with an administrator's may do what the table says")
    func matrix() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        let user = try daemon.connect(uid: 65_534)
        for role in [nil, Role.agent, .supervisor, .administrator] {
            if let role {
                _ = try root.call(
                    "account.update", ["organization": "acme", "account": "cleo", "role": .string(role.rawValue)])
            }
            if role == .agent { _ = try user.call("session.open", Daemon.login("cleo")) }
            for method in Method.allCases {
                let isAllowed: Bool
                switch Authority.required(for: method) {
                case .anyone: continue
                case .role(let needed): isAllowed = role.map { $0 >= needed } ?? false
                case .operators: isAllowed = false
                }
                let reason = try user.reason(method.rawValue, Self.params[method] ?? [:])
                #expect(
                    (reason != "not_permitted") == isAllowed,
                    "\(method.rawValue) as \(role?.rawValue ?? "nobody"): \(reason ?? "done")")
            }
        }
    }

    @Test(
        "the uid alone decides whose account one may log in to, and whose token acts",
        arguments: [65_534, 3_000_000_000] as [UInt32])
    func identity(uid: UInt32) throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        _ = try root.call("account.update", ["organization": "acme", "account": "cleo", "osUser": .string("\(uid)")])
        let user = try daemon.connect(uid: uid)
        #expect(
            try user.call(
                "broker.hello", ["client": ["name": "t", "version": "1"], "protocol": ["min": 1, "max": 1]])["peer"]?[
                    "uid"] == .integer(Int64(uid)))
        #expect(try user.reason("session.open", Daemon.login("bob")) == "incorrect_credentials")
        #expect(
            try user.call("session.open", Daemon.login("cleo"))["session"]?["device"]?["uid"] == .integer(Int64(uid)))
        let token = try root.call("session.open", Daemon.login("bob"))["token"]!
        for method in ["session.attach", "session.renew", "session.close"] {
            #expect(try user.reason(method, ["token": token]) == "invalid_token")
        }
        #expect(try root.call("session.verify", ["token": token])["active"] == true)
    }

    @Test("a subscription ends with the right to it")
    func observers() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        _ = try root.call("account.update", ["organization": "acme", "account": "cleo", "role": "supervisor"])
        let user = try daemon.connect(uid: 65_534)
        _ = try user.call("session.open", Daemon.login("cleo"))
        _ = try user.call("events.subscribe", ["organization": "acme"])
        _ = try root.call("session.open", Daemon.login("anna"))
        #expect(try user.event("session.opened")["data"]?["session"]?["account"] == "anna")
        _ = try root.call("account.update", ["organization": "acme", "account": "cleo", "role": "agent"])
        #expect(try user.event("subscription.ended")["seq"] == 3)
        user.events = []
        _ = try root.call("session.open", Daemon.login("bob"))
        _ = try user.call("broker.ping")
        #expect(user.events.isEmpty)
        #expect(try root.call("broker.status")["subscriptions"] == 0)
    }

    @Test("an account's OS user may be given by name")
    func byName() throws {
        let daemon = try Daemon()
        let root = try daemon.furnish()
        _ = try root.call("account.update", ["organization": "acme", "account": "cleo", "osUser": "nobody"])
        #expect(
            try daemon.connect(uid: 65_534).call("session.open", Daemon.login("cleo"))["session"]?["account"] == "cleo")
        #expect(try daemon.connect(uid: 65_533).reason("session.open", Daemon.login("cleo")) == "incorrect_credentials")
    }

    @Test("the socket's mode keeps others out")
    func mode() throws {
        let daemon = try Daemon("")
        chmod(daemon.socket, 0o660)
        #expect(throws: (any Error).self) { _ = try daemon.connect(uid: 65_534).call("broker.ping") }
    }
}
