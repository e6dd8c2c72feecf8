import Foundation
import Yams

/// One YAML file of settings: the main one, or a drop-in.
struct ConfigurationFile {
    /// Where the package puts the main one.
    static let standard = "/etc/stationd/stationd.yaml"

    let path: String
    /// The keys that it sets, with a dot for each level.
    let keys: Set<String>

    /// - Throws: ``ConfigurationError`` for a file that cannot be read, is not YAML, or has a key that nobody knows.
    init(path: String) throws {
        self.path = path
        keys = try ConfigurationFile.keys(in: path)
    }

    /// The drop-ins of `main`: `NAME.d/*.yaml` beside it, in the order of their names. Anything else in there, as editors
    /// and dpkg leave it, is not ours.
    ///
    /// - Throws: ``ConfigurationError`` for a directory that is there and cannot be read.
    static func dropIns(of main: String) throws -> [String] {
        let directory = "\(main).d"
        guard FileManager.default.fileExists(atPath: directory) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
                .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map { "\(directory)/\($0)" }
        } catch {
            throw ConfigurationError(
                message: "\(directory) cannot be read", remedy: "check that it is a directory, its owner and mode")
        }
    }

    private static func keys(in file: String) throws -> Set<String> {
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
            let place = node.mark.map { " (line \($0.line))" } ?? ""
            if let inner = value.mapping, Settings.all.contains(where: { $0.key.hasPrefix("\(key).") }) {
                found.formUnion(try keys(in: inner, prefix: "\(key).", file))
                continue
            }
            guard !Settings.all.contains(where: { $0.key.hasPrefix("\(key).") }) else {
                throw ConfigurationError(
                    message: "\(file): \(key) must have keys of its own\(place)",
                    remedy: "write them below it, set in by two spaces")
            }
            guard Settings.named(key) != nil else {
                throw ConfigurationError(
                    message: "\(file) has an unknown key \"\(key)\"\(place)",
                    remedy: "known keys: \(Settings.all.map(\.key).sorted().joined(separator: ", "))")
            }
            guard value.scalar != nil, value.tag != Tag(.null) else {
                throw ConfigurationError(
                    message: "\(file): \(key) must have a single value\(place)", remedy: "correct it")
            }
            found.insert(key)
        }
        return found
    }
}
