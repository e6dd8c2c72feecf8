import Foundation
import StationAccounts
import StationHost
import StationServer

/// What a configuration names, found on this host: users, groups, files.
struct ResolvedSettings: Sendable {
    var passwords = PasswordSettings()
    var relays: Set<UInt32> = []
    var socketGroup: UInt32?
    /// nil where the group does not exist: then root and the daemon's own user are the only operators.
    var operatorGroup: UInt32?

    /// - Throws: ``ConfigurationError`` for what is named and is not there.
    init(_ configuration: DaemonConfiguration) throws {
        passwords = try ResolvedSettings.passwords(configuration)
        relays = try ResolvedSettings.relays(configuration)
        operatorGroup = HostUsers.group(named: configuration.operatorGroup)
        guard !configuration.socketGroup.isEmpty else { return }
        guard let group = HostUsers.group(named: configuration.socketGroup) else {
            throw ConfigurationError(
                message: "socketGroup: there is no group \"\(configuration.socketGroup)\"",
                remedy: "create it: groupadd")
        }
        socketGroup = group
    }

    private static func passwords(_ configuration: DaemonConfiguration) throws -> PasswordSettings {
        var settings = PasswordSettings()
        settings.parameters = HashParameters(
            memoryKiB: UInt32(configuration.passwordMemoryKiB), iterations: UInt32(configuration.passwordIterations))
        let cores = ProcessInfo.processInfo.activeProcessorCount
        settings.threads = configuration.passwordThreads > 0 ? configuration.passwordThreads : max(1, cores - 1)
        guard !configuration.passwordBlocklist.isEmpty else { return settings }
        guard let text = try? String(contentsOfFile: configuration.passwordBlocklist, encoding: .utf8) else {
            throw ConfigurationError(
                message: "passwords.blocklist: \(configuration.passwordBlocklist) cannot be read as UTF-8",
                remedy: "check its path, owner and mode")
        }
        settings.blocklist = Set(text.split(whereSeparator: \.isNewline).map(String.init))
        return settings
    }

    private static func relays(_ configuration: DaemonConfiguration) throws -> Set<UInt32> {
        var uids: Set<UInt32> = []
        for name in configuration.relays.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            guard let uid = UInt32(name) ?? HostUsers.uid(named: name) else {
                throw ConfigurationError(
                    message: "relays: there is no user \"\(name)\"", remedy: "create it, or name its uid")
            }
            uids.insert(uid)
        }
        return uids
    }
}
