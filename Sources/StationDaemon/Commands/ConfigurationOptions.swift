import ArgumentParser
import Foundation

/// Where the configuration is.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file (YAML; else STATIOND_CONFIG). Its drop-ins are FILE.d/*.yaml.", valueName: "file"),
        completion: .file(extensions: ["yaml"]))
    var config: String?

    /// What was named here, or in the environment.
    var file: String? { config ?? ProcessInfo.processInfo.environment["STATIOND_CONFIG"] }
}
