import CSystemd
import Glibc

/// What the login manager is asked.
extension LoginBus {
    /// Asks what the desktops of these sessions have told. Nothing before the connection is good, and no session twice at
    /// once: one that is asked about again while its answer is on the way is asked about after that.
    func ask(_ sessions: [String]) {
        guard isReady else { return }
        waiting.formUnion(sessions)
        sendQuestions()
    }

    private func sendQuestions() {
        while underWay.count < LoginBus.maxUnderWay, problem == nil {
            guard let session = waiting.first(where: { !underWay.values.contains($0) }) else { return }
            waiting.remove(session)
            note(sendQuestion(session))
        }
    }

    private func sendQuestion(_ session: String) -> CInt {
        var path: UnsafeMutablePointer<CChar>?
        var question: OpaquePointer?
        defer {
            free(path)
            sd_bus_message_unref(question)
        }
        var result = sd_bus_path_encode(LoginBus.sessions, session, &path)
        guard result >= 0 else { return result }
        result = sd_bus_message_new_method_call(
            bus, &question, LoginBus.service, path, "org.freedesktop.DBus.Properties", "GetAll")
        guard result >= 0 else { return result }
        result = "\(LoginBus.service).Session".withCString {
            sd_bus_message_append_basic(question, DBusType.string, $0)
        }
        guard result >= 0 else { return result }
        result = sd_bus_call_async(
            bus, nil, question,
            { message, context, _ in
                LoginBus.of(context).answered(message)
                return 0
            }, context, LoginBus.callTimeout)
        guard result >= 0 else { return result }
        var number: UInt64 = 0
        result = sd_bus_message_get_cookie(question, &number)
        underWay[number] = session
        return result
    }

    private func answered(_ message: OpaquePointer?) {
        var number: UInt64 = 0
        guard sd_bus_message_get_reply_cookie(message, &number) >= 0,
            let session = underWay.removeValue(forKey: number)
        else { return }
        let isError = sd_bus_message_is_method_error(message, nil) > 0
        events.append(.hints(session, isError ? nil : LoginBus.hints(message)))
        sendQuestions()
    }

    /// `a{sv}`: the session's properties by their names.
    private static func hints(_ message: OpaquePointer?) -> WatchedSessions.Hints? {
        var hints = WatchedSessions.Hints()
        var isIdle = false
        guard sd_bus_message_enter_container(message, DBusType.array, "{sv}") > 0 else { return nil }
        while sd_bus_message_enter_container(message, DBusType.entry, "sv") > 0 {
            var name: UnsafePointer<CChar>?
            guard sd_bus_message_read_basic(message, DBusType.string, &name) > 0, let name else { return nil }
            switch String(cString: name) {
            case "IdleHint": isIdle = read(message, DBusType.boolean, "b", CInt(0)) != 0
            case "LockedHint": hints.isLocked = read(message, DBusType.boolean, "b", CInt(0)) != 0
            // Microseconds of the wall clock.
            case "IdleSinceHint": hints.idleSince = Int64(read(message, DBusType.uint64, "t", UInt64(0)) / 1_000)
            default: guard sd_bus_message_skip(message, "v") >= 0 else { return nil }
            }
            guard sd_bus_message_exit_container(message) >= 0 else { return nil }
        }
        if !isIdle { hints.idleSince = nil }
        return hints
    }

    /// The basic value inside of a variant; `otherwise` where it is of another type. The caller's own step then fails.
    private static func read<Value: BitwiseCopyable>(
        _ message: OpaquePointer?, _ type: CChar, _ contents: String, _ otherwise: Value
    ) -> Value {
        var value = otherwise
        guard sd_bus_message_enter_container(message, DBusType.variant, contents) > 0,
            sd_bus_message_read_basic(message, type, &value) > 0, sd_bus_message_exit_container(message) >= 0
        else { return otherwise }
        return value
    }
}

/// D-Bus's letters for types, as sd-bus takes them.
enum DBusType {
    static let string = CChar(UInt8(ascii: "s"))
    static let boolean = CChar(UInt8(ascii: "b"))
    static let uint64 = CChar(UInt8(ascii: "t"))
    static let array = CChar(UInt8(ascii: "a"))
    static let entry = CChar(UInt8(ascii: "e"))
    static let variant = CChar(UInt8(ascii: "v"))
}
