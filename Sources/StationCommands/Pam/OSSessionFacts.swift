import Foundation

/// What the login manager says of an OS session, by its own tool.
struct OSSessionFacts {
    let user: UInt32
    let kind: String

    /// - Throws: ``CommandFailure`` where it cannot be told.
    init(of session: String) throws {
        let answer =
            HostProgram.ask("loginctl", ["show-session", session, "--property=User", "--property=Class"]) ?? ""
        var facts: [String: String] = [:]
        for line in answer.split(separator: "\n") {
            let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { facts[pair[0]] = pair[1] }
        }
        guard let user = facts["User"].flatMap(UInt32.init), let kind = facts["Class"] else {
            throw CommandFailure(
                message: "systemd-logind does not tell whose OS session \(session) is", hint: "loginctl list-sessions")
        }
        (self.user, self.kind) = (user, kind)
    }

    /// Whether it is a login of this user themselves, and neither the greeter before it nor somebody's `su`.
    func isLogin(of uid: UInt32) -> Bool { user == uid && kind == "user" }
}
