import CSystemd
import Glibc

/// What the login manager tells of its own accord.
extension LoginBus {
    /// The bus itself, as it names itself: nobody else can send in this name.
    private static let busName = "org.freedesktop.DBus"

    func follow() throws {
        let fromService = "type='signal',sender='\(LoginBus.service)'"
        let removal = "interface='\(LoginBus.service).Manager',member='SessionRemoved'"
        try follow("\(fromService),\(removal)") { message, context, _ in
            LoginBus.of(context).sessionRemoved(message)
            return 0
        }
        let properties = "interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'"
        try follow("\(fromService),\(properties),path_namespace='\(LoginBus.sessions)'") { message, context, _ in
            LoginBus.of(context).propertiesChanged(message)
            return 0
        }
        let owner = "interface='\(LoginBus.busName)',member='NameOwnerChanged',arg0='\(LoginBus.service)'"
        try follow("type='signal',sender='\(LoginBus.busName)',\(owner)") { message, context, _ in
            LoginBus.of(context).ownerChanged(message)
            return 0
        }
    }

    private func follow(_ match: String, _ handler: sd_bus_message_handler_t) throws {
        unfollowed += 1
        try LoginBus.check(
            sd_bus_add_match_async(
                bus, nil, match, handler,
                { message, context, _ in
                    LoginBus.of(context).followed(message)
                    return 0
                }, context))
    }

    /// The bus has taken up one of the signals: the last of them makes the connection good.
    private func followed(_ message: OpaquePointer?) {
        if let error = sd_bus_message_get_error(message) { return note(error) }
        unfollowed -= 1
        if unfollowed == 0 { becomeReady() }
    }

    private func sessionRemoved(_ message: OpaquePointer?) {
        var session: UnsafePointer<CChar>?
        guard sd_bus_message_read_basic(message, DBusType.string, &session) > 0, let session else { return }
        events.append(.changed(String(cString: session)))
    }

    private func propertiesChanged(_ message: OpaquePointer?) {
        var session: UnsafeMutablePointer<CChar>?
        guard sd_bus_path_decode(sd_bus_message_get_path(message), LoginBus.sessions, &session) > 0, let session else {
            return
        }
        defer { free(session) }
        events.append(.changed(String(cString: session)))
    }

    private func ownerChanged(_ message: OpaquePointer?) {
        guard let sender = sd_bus_message_get_sender(message), String(cString: sender) == LoginBus.busName else {
            return
        }
        events.append(.restarted)
    }
}
