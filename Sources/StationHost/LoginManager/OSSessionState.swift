import CSystemd
import Glibc

/// What the login manager's own records say of a session. One or two small files in memory: some 15 µs, and no bus.
enum OSSessionState: Equatable {
    case none
    case open(isDisconnected: Bool)
    case ended
    /// The records could not be read (no descriptors, no memory): that is evidence of nothing.
    case unknown

    init(of session: String) {
        guard LoginManager.isName(session) else {
            self = .none
            return
        }
        var text: UnsafeMutablePointer<CChar>?
        let result = sd_session_get_state(session, &text)
        guard result >= 0, let text else {
            self = result == -ENXIO ? .none : .unknown
            return
        }
        defer { free(text) }
        switch String(cString: text) {
        case "closing": self = .ended
        // An active one is in front on its seat, or has none.
        case "online": self = .open(isDisconnected: OSSessionState.isOnSeat(session))
        default: self = .open(isDisconnected: false)
        }
    }

    private static func isOnSeat(_ session: String) -> Bool {
        var seat: UnsafeMutablePointer<CChar>?
        defer { free(seat) }
        return sd_session_get_seat(session, &seat) >= 0
    }
}
