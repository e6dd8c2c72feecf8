import CSystemd
import Glibc

extension LoginManager {
    /// The OS session that a process belongs to; nil where it has none, or where that is not to be known. Programs that a
    /// user's own service manager started belong to the user, not to one session.
    public static func session(ofProcess pid: Int32) -> String? {
        // 0 would be this process itself.
        guard pid > 0 else { return nil }
        var text: UnsafeMutablePointer<CChar>?
        guard sd_pid_get_session(pid, &text) >= 0, let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// Whose session it is; nil where there is no such session.
    public static func uid(of session: String) -> UInt32? {
        var uid = uid_t()
        guard isName(session), sd_session_get_uid(session, &uid) >= 0 else { return nil }
        return uid
    }

    /// Whether it can be a session's name: ASCII letters and digits, as the login manager gives them out. Anything else
    /// would be somebody's try to have another file read.
    static func isName(_ session: String) -> Bool {
        (1...64).contains(session.utf8.count)
            && session.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: false
                }
            }
    }
}
