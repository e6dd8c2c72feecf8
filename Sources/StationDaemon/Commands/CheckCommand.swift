import ArgumentParser
import Foundation
import StationHost
import StationProtocol

/// `stationd check`: is the configuration one to serve with?
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read the configuration, check it as serving would, and say what it sets.",
        discussion: """
            Without --config or STATIOND_CONFIG it looks at \(ConfigurationFile.standard), where there is one. Exit code \
            \(DaemonCommand.configurationError) when the configuration cannot be used.
            """)

    @OptionGroup var place: ConfigurationOptions
    @Flag(help: "Say it in JSON, for programs; the exit code is the same.") var json = false

    func run() async throws {
        let standard = FileManager.default.fileExists(atPath: ConfigurationFile.standard)
        let file = place.file ?? (standard ? ConfigurationFile.standard : nil)
        // What root can read, the daemon may not.
        if file == ConfigurationFile.standard { StateDirectory.becomeDaemonUser() }
        guard json else {
            return try await DaemonCommand.explaining { tell(try await sources(file)) }
        }
        do {
            say(report(try await sources(file)))
        } catch let error as ConfigurationError {
            say(["valid": false, "problem": .string(error.message), "remedy": .string(error.remedy)])
            throw ExitCode(DaemonCommand.configurationError)
        }
    }

    private func sources(_ file: String?) async throws -> ConfigurationSources {
        let sources = try await ConfigurationReader.readSources(file: file)
        _ = try ResolvedSettings(sources.configuration)
        return sources
    }

    /// What differs from the defaults, and where it is set: the rest is in the manual.
    private func tell(_ sources: ConfigurationSources) {
        for file in sources.files { line("read      \(file)") }
        let set = Settings.all.filter { sources.places[$0.key] != nil }
        let width = set.map(\.key.count).max() ?? 0
        for setting in set {
            let key = setting.key.padding(toLength: width, withPad: " ", startingAt: 0)
            line("\(key)  \(setting.value(in: sources.configuration))  (\(sources.places[setting.key] ?? ""))")
        }
        line("valid: \(set.count) of \(Settings.all.count) settings are set, the others have their defaults")
    }

    private func report(_ sources: ConfigurationSources) -> JSON {
        let settings = Settings.all.map { setting in
            var members: [JSONObject.Member] = [
                .init(key: "key", value: .string(setting.key)),
                .init(key: "value", value: .string(setting.value(in: sources.configuration))),
            ]
            if let place = sources.places[setting.key] { members.append(.init(key: "from", value: .string(place))) }
            return JSON.object(JSONObject(members))
        }
        return ["valid": true, "files": .array(sources.files.map(JSON.string)), "settings": .array(settings)]
    }

    private func say(_ value: JSON) {
        var writer = JSONWriter()
        writer.value(value)
        line(writer.text)
    }

    private func line(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }
}
