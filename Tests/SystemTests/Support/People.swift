import Foundation
import StationProtocol

/// Accounts with passwords, on a real daemon.
enum People {
    static let password = "Tulips at 7"

    static func login(_ login: String, _ password: String = password, _ more: [String: JSON] = [:]) -> JSON {
        var object = Daemon.login(login, more).object!
        object["credential"] = ["type": "password", "password": .string(password)]
        return .object(object)
    }

    static func change(_ login: String, _ current: String, _ new: String) -> JSON {
        ["organization": "acme", "login": .string(login), "current": .string(current), "new": .string(new)]
    }

    /// Makes an account whose password is ``password``.
    static func add(_ username: String, role: Role = .agent, _ line: Line) throws {
        _ = try line.call(
            "account.create",
            [
                "organization": "acme", "username": .string(username), "role": .string(role.rawValue),
                "password": "Given to 1",
            ])
        _ = try line.call("password.change", change(username, "Given to 1", password))
    }

    /// A daemon with acme, where nobody needs a station.
    static func daemon(_ configuration: String = "") throws -> (Daemon, Line) {
        let daemon = try Daemon(configuration)
        let root = try daemon.connect()
        _ = try root.call("organization.create", ["slug": "acme", "name": "Acme", "stationRoles": []])
        return (daemon, root)
    }
}
