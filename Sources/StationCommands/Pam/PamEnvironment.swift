import Foundation

/// What pam_exec(8) tells a program of the login that is going on.
struct PamEnvironment {
    enum Moment: String {
        case opening = "open_session"
        case closing = "close_session"
    }

    /// nil at moments that are not ours, as when a password is asked for.
    let moment: Moment?
    let user: String
    /// Of the OS session, as pam_systemd named it; nil where there is none, as for cron.
    let osSession: String?
    /// Where the person sits: a terminal or display, and the host that they come from.
    let terminal: String?
    let remoteHost: String?
    let service: String?

    /// - Throws: ``UsageError`` where it was not pam_exec that called.
    init(_ environment: [String: String]) throws {
        func value(_ key: String) -> String? { environment[key].flatMap { $0.isEmpty ? nil : $0 } }
        guard let type = value("PAM_TYPE"), let user = value("PAM_USER") else {
            throw UsageError(
                message: "PAM_TYPE and PAM_USER are not set: this is for pam_exec",
                hint: "pam-auth-update --enable stationd; to log in by hand: stationctl login")
        }
        moment = Moment(rawValue: type)
        self.user = user
        osSession = value("XDG_SESSION_ID")
        terminal = value("PAM_TTY")
        remoteHost = value("PAM_RHOST")
        service = value("PAM_SERVICE")
    }

    /// The user's; nil for one whom the host does not know.
    var uid: UInt32? { getpwnam(user)?.pointee.pw_uid }

    /// What the device is called: "tty2", "sshd from 10.0.0.7".
    var device: String {
        let place = terminal ?? service ?? "login"
        return remoteHost.map { "\(place) from \($0)" } ?? place
    }
}
