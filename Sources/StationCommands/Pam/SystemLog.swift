import Foundation

/// The host's log, for programs whose output nobody reads.
enum SystemLog {
    private static let name = "stationctl-pam"

    static func note(_ text: String, isProblem: Bool = false) {
        // openlog keeps the name it is given, it does not copy it.
        name.withCString { name in
            text.withCString { text in
                openlog(name, LOG_PID, LOG_AUTHPRIV)
                withVaList([text]) { vsyslog(isProblem ? LOG_WARNING : LOG_INFO, "%s", $0) }
                closelog()
            }
        }
    }
}
