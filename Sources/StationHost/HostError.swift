import Glibc

/// Something about this host that keeps the daemon from starting or going on, with what to do about it.
public struct HostError: Error, Sendable, CustomStringConvertible {
    public var message: String
    public var remedy: String

    public init(_ message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }

    /// - Parameter code: of the system call that failed.
    init(_ message: String, code: CInt, remedy: String) {
        self.init("\(message): \(String(cString: strerror(code)))", remedy: remedy)
    }

    public var description: String { "\(message) (\(remedy))" }
}
