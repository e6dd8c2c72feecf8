import CSystemd
import Glibc

extension LoginManager {
    /// Microseconds that the login manager has to answer a probe.
    private static let probeTimeout: UInt64 = 2_000_000

    /// Asks the login manager something that it always knows. Waits for the answer: not for the broker's loop.
    ///
    /// - Returns: why there was no answer; nil where there was one.
    public static func probe() -> String? {
        guard sd_booted() > 0 else { return "this host was not booted by systemd" }
        var bus: OpaquePointer?
        var result = sd_bus_open_system(&bus)
        guard result >= 0 else { return "the system bus cannot be reached: \(text(result))" }
        defer { sd_bus_flush_close_unref(bus) }
        var (question, answer): (OpaquePointer?, OpaquePointer?)
        defer {
            sd_bus_message_unref(question)
            sd_bus_message_unref(answer)
        }
        result = sd_bus_message_new_method_call(
            bus, &question, LoginBus.service, "/org/freedesktop/login1", "\(LoginBus.service).Manager", "ListSessions")
        if result >= 0 { result = sd_bus_call(bus, question, probeTimeout, nil, &answer) }
        return result >= 0 ? nil : "systemd-logind does not answer: \(text(result))"
    }

    private static func text(_ result: CInt) -> String { String(cString: strerror(-result)) }
}
