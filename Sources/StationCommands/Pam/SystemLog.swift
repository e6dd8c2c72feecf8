import Foundation

/// The host's log, for programs whose output nobody reads.
enum SystemLog {
    static func note(_ text: String, isProblem: Bool = false) {
        openlog("stationctl-pam", LOG_PID, LOG_AUTHPRIV)
        withVaList([text]) { vsyslog(isProblem ? LOG_WARNING : LOG_INFO, "%s", $0) }
        closelog()
    }
}
