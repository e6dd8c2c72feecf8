import Configuration
import Foundation
import Logging
import StationHost
import SystemPackage
import Yams

/// A configuration that cannot be used: which key, what is wrong, what would be right.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    public var message: String
    public var remedy: String

    public var description: String { message }
}

/// Reads the configuration: the file, then the environment (`STATIOND_SOCKET`, `STATIOND_LIMITS_LINE_BYTES`, …), which
/// goes before the file.
public enum ConfigurationReader {
    /// - Throws: ``ConfigurationError`` that names the unknown key or the bad value.
    public static func read(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> DaemonConfiguration {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "stationd")
        ]
        var present = Set(DaemonConfiguration.keys.filter { environment[variable(for: $0)] != nil })
        if let file {
            let keys = try keys(in: file)
            present.formUnion(keys)
            do {
                // A file of comments only is a good one, but no mapping to the provider.
                if !keys.isEmpty { providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file))) }
            } catch {
                throw ConfigurationError(message: "\(file) cannot be read: \(error)", remedy: "check its form")
            }
        }
        let reader = ConfigReader(providers: providers)
        var configuration = DaemonConfiguration()
        for key in present.sorted() { try set(key, in: &configuration, from: reader) }
        try check(configuration)
        return configuration
    }

    /// `limits.lineBytes` is `STATIOND_LIMITS_LINE_BYTES`.
    static func variable(for key: String) -> String {
        var name = "STATIOND_"
        for character in key {
            if character == "." {
                name += "_"
            } else if character.isUppercase {
                name += "_\(character)"
            } else {
                name += character.uppercased()
            }
        }
        return name
    }

    private static func set(
        _ key: String, in configuration: inout DaemonConfiguration, from reader: ConfigReader
    ) throws {
        guard let range = DaemonConfiguration.ranges[key] else {
            guard
                let text = reader.string(forKey: ConfigKey(key)) ?? reader.int(forKey: ConfigKey(key)).map(String.init)
            else { throw ConfigurationError(message: "\(key) must be a text", remedy: "put it in quotes") }
            return configuration.set(key, text: text)
        }
        guard let number = try? reader.requiredInt(forKey: ConfigKey(key)), range.contains(number) else {
            throw ConfigurationError(
                message: "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)",
                remedy: "correct it in the configuration file or in \(variable(for: key))")
        }
        configuration.set(key, number: number)
    }

    private static func check(_ configuration: DaemonConfiguration) throws {
        guard let mode = UInt32(configuration.socketMode, radix: 8), mode <= 0o777, mode & 0o600 == 0o600 else {
            throw ConfigurationError(
                message:
                    "socketMode must be an octal mode in which the owner reads and writes, not \(configuration.socketMode)",
                remedy: "for example \"0660\"")
        }
        guard Logger.Level(rawValue: configuration.logLevel) != nil else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError(
                message: "logLevel must be one of \(levels), not \(configuration.logLevel)", remedy: "correct it")
        }
        guard PeerProcess.Method(rawValue: configuration.peerProcess) != nil else {
            let words = PeerProcess.Method.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError(
                message: "peerProcess must be one of \(words), not \(configuration.peerProcess)", remedy: "correct it")
        }
        for (key, path) in [("socket", configuration.socket), ("stateDirectory", configuration.stateDirectory)]
        where path.isEmpty {
            throw ConfigurationError(message: "\(key) must not be empty", remedy: "name a path")
        }
    }

    /// The keys that a file sets, with a dot for each level.
    ///
    /// - Throws: ``ConfigurationError`` for a file that is not YAML, or that has a key nobody knows.
    static func keys(in file: String) throws -> Set<String> {
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ConfigurationError(message: "\(file) cannot be read", remedy: "check its path, owner and mode")
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(message: "\(file) is not YAML: \(error)", remedy: "correct it at that place")
        }
        guard let node else { return [] }
        guard let mapping = node.mapping else {
            throw ConfigurationError(
                message: "\(file) must be a mapping of keys to values", remedy: "write \"key: value\"")
        }
        return try keys(in: mapping, prefix: "", file)
    }

    private static func keys(in mapping: Node.Mapping, prefix: String, _ file: String) throws -> Set<String> {
        var found: Set<String> = []
        for (node, value) in mapping {
            let key = prefix + (node.string ?? "?")
            if let inner = value.mapping, DaemonConfiguration.keys.contains(where: { $0.hasPrefix("\(key).") }) {
                found.formUnion(try keys(in: inner, prefix: "\(key).", file))
                continue
            }
            guard DaemonConfiguration.keys.contains(key) else {
                let place = node.mark.map { " (line \($0.line))" } ?? ""
                throw ConfigurationError(
                    message: "\(file) has an unknown key \"\(key)\"\(place)",
                    remedy: "known keys: \(DaemonConfiguration.keys.sorted().joined(separator: ", "))")
            }
            guard value.scalar != nil, value.tag != Tag(.null) else {
                throw ConfigurationError(message: "\(file): \(key) must have a single value", remedy: "correct it")
            }
            found.insert(key)
        }
        return found
    }
}
