import ArgumentParser
import Foundation

/// `station-manual`: writes the manual pages and the shells' completions, for packages.
public struct ManualCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "station-manual", abstract: "Write the manual and the completions, made from the code.",
        subcommands: [Write.self])

    public init() {}

    public static func launch() { main() }

    struct Write: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write DIR/man/*.[1-8] and DIR/completions/*.",
            discussion: "The pages bear the day of SOURCE_DATE_EPOCH, else that of the last commit.")

        @Argument(help: ArgumentHelp("The folder to write into; it is made.", valueName: "dir"), completion: .directory)
        var folder: String

        func run() throws {
            let (pages, completions) = ("\(folder)/man", "\(folder)/completions")
            for directory in [pages, completions] {
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            }
            for page in try Manual(date: .ofSource()).pages {
                try page.text.write(toFile: "\(pages)/\(page.fileName)", atomically: true, encoding: .utf8)
            }
            for file in Completions.files {
                try file.text.write(toFile: "\(completions)/\(file.name)", atomically: true, encoding: .utf8)
            }
        }
    }
}
