import Configuration
import Foundation
import Logging
import StationHost
import StationProtocol
import SystemPackage

/// Reads the configuration: the file, its drop-ins in the order of their names, then the environment
/// (`STATIOND_SOCKET`, `STATIOND_LIMITS_LINE_BYTES`, …); what comes later goes before.
public enum ConfigurationReader {
    /// - Parameter file: the main file, which has to be there; nil for none, and then no drop-ins either.
    /// - Throws: ``ConfigurationError`` that names the unknown key or the bad value, and where it stands.
    public static func read(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> DaemonConfiguration {
        try await readSources(file: file, environment: environment).configuration
    }

    /// The same, with the place that each setting comes from.
    static func readSources(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> ConfigurationSources {
        var sources = ConfigurationSources()
        var configuration = DaemonConfiguration()
        for path in try file.map({ [$0] + (try ConfigurationFile.dropIns(of: $0)) }) ?? [] {
            let file = try ConfigurationFile(path: path)
            sources.files.append(path)
            // A file of comments only is a good one, but no mapping to the provider.
            guard !file.keys.isEmpty else { continue }
            let reader: ConfigReader
            do {
                reader = ConfigReader(provider: try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
            } catch {
                throw ConfigurationError(message: "\(path) cannot be read: \(error)", remedy: "check its form")
            }
            for setting in Settings.all where file.keys.contains(setting.key) {
                try set(setting, in: &configuration, from: reader, path)
                sources.places[setting.key] = path
            }
        }
        let reader = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "stationd"))
        for setting in Settings.all where environment[setting.variable] != nil {
            try set(setting, in: &configuration, from: reader, setting.variable)
            sources.places[setting.key] = setting.variable
        }
        try check(configuration, sources)
        sources.configuration = configuration
        return sources
    }

    private static func set(
        _ setting: Setting, in configuration: inout DaemonConfiguration, from reader: ConfigReader, _ place: String
    ) throws {
        let key = ConfigKey(setting.key)
        switch setting.place {
        case .text(let path):
            guard let text = reader.string(forKey: key) ?? reader.int(forKey: key).map(String.init) else {
                throw ConfigurationError(
                    message: "\(place): \(setting.key) must be a text", remedy: "put it in quotes")
            }
            configuration[keyPath: path] = text
        case .number(let path, let range):
            guard let number = try? reader.requiredInt(forKey: key), range.contains(number) else {
                throw ConfigurationError(
                    message:
                        "\(place): \(setting.key) must be a whole number from \(range.lowerBound) to \(range.upperBound)",
                    remedy: "correct it there")
            }
            configuration[keyPath: path] = number
        }
    }

    private static func check(_ configuration: DaemonConfiguration, _ sources: ConfigurationSources) throws {
        func wrong(_ key: String, _ problem: String, _ remedy: String) -> ConfigurationError {
            let place = sources.places[key].map { "\($0): " } ?? ""
            return ConfigurationError(message: "\(place)\(key) \(problem)", remedy: remedy)
        }
        guard let mode = UInt32(configuration.socketMode, radix: 8), mode <= 0o777, mode & 0o600 == 0o600 else {
            throw wrong(
                "socketMode",
                "must be an octal mode in which the owner reads and writes, not \(configuration.socketMode)",
                "for example \"0660\"")
        }
        guard Logger.Level(rawValue: configuration.logLevel) != nil else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong("logLevel", "must be one of \(levels), not \(configuration.logLevel)", "correct it there")
        }
        guard PeerProcess.Method(rawValue: configuration.peerProcess) != nil else {
            let words = PeerProcess.Method.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong("peerProcess", "must be one of \(words), not \(configuration.peerProcess)", "correct it there")
        }
        for (key, path) in [("socket", configuration.socket), ("stateDirectory", configuration.stateDirectory)]
        where !path.hasPrefix("/") {
            throw wrong(key, "must be an absolute path, not \"\(path)\"", "begin it with /")
        }
        guard configuration.host.isEmpty || DisplayText(configuration.host) != nil else {
            throw wrong("host", "must be \(DisplayText.expectation)", "choose another name")
        }
    }
}
