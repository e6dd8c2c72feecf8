import ArgumentParser
import Foundation
import Testing

@testable import StationCommands
@testable import StationDaemon
@testable import StationManual

@Suite struct ExampleTests {
    /// The command lines of all examples that run one of the two programs, without what a shell adds.
    static let commands: [[String]] = {
        var commands: [[String]] = []
        for page in PageTests.pages {
            let lines = joined(page.text.split(separator: "\n").map { plain(String($0)) })
            for line in lines {
                let parts = line.replacing("&&", with: "|").split(separator: "|")
                for part in parts {
                    let words = words(String(part).replacing("$hash", with: String(repeating: "0", count: 64)))
                    if ["stationctl", "stationd"].contains(words.first) { commands.append(words) }
                }
            }
        }
        return commands
    }()

    /// Roff back to what a reader sees.
    static func plain(_ roff: String) -> String {
        var text = roff
        for (escape, character) in [
            ("\\%", ""), ("\\-", "-"), ("\\(aq", "'"), ("\\e", "\\"),
            ("\\&", ""),
        ] {
            text = text.replacing(escape, with: character)
        }
        return text
    }

    /// Lines that end in a backslash go on in the next one.
    static func joined(_ lines: [String]) -> [String] {
        lines.reduce(into: []) { joined, line in
            if let last = joined.last, last.hasSuffix(" \\") {
                joined[joined.count - 1] = last.dropLast() + line
            } else {
                joined.append(line)
            }
        }
    }

    /// As a shell splits them, without a prompt, variables before the command, and `&` behind it.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var isWord = false
        for character in line {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                (quote, isWord) = (character, true)
            } else if quote == nil, character == " " {
                if isWord { words.append(word) }
                (word, isWord) = ("", false)
            } else {
                word.append(character)
                isWord = true
            }
        }
        if isWord { words.append(word) }
        if words.last == "&" { words.removeLast() }
        return Array(words.drop { $0 == "$" || $0.contains("=") && $0.first?.isUppercase == true })
    }

    @Test("no line of an example is too long for 80 columns")
    func widths() {
        for page in PageTests.pages {
            for part in page.text.components(separatedBy: ".Bd -literal -offset indent\n").dropFirst() {
                let code = part.components(separatedBy: "\n.Ed").first ?? ""
                for line in code.split(separator: "\n").map({ Self.plain(String($0)) }) {
                    #expect(line.count <= 69, "\(page.fileName): \(line)")
                }
            }
        }
    }

    @Test("every example of the manual is a command line that the program takes")
    func examples() throws {
        #expect(Self.commands.count > 50)
        for words in Self.commands {
            let arguments = Array(words.dropFirst())
            do {
                if words[0] == "stationd" {
                    _ = try DaemonCommand.parseAsRoot(arguments)
                } else {
                    let hoisted = Arguments.hoisted(arguments)
                    let plain =
                        arguments.contains("--as")
                        ? Arguments.without(["--organization", "-o"], in: hoisted) : hoisted
                    _ = try (try? Stationctl.parseAsRoot(hoisted)) ?? Stationctl.parseAsRoot(plain)
                }
            } catch {
                Issue.record("\(words.joined(separator: " ")): \(Stationctl.message(for: error))")
            }
        }
    }

    @Test("the drop-in that stationd.yaml(5) shows is read by the daemon")
    func dropIn() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try SettingsText.example.write(toFile: file, atomically: true, encoding: .utf8)
        let sources = try await ConfigurationReader.readSources(file: file, environment: [:])
        let lines = SettingsText.example.split(separator: "\n").filter { !$0.hasSuffix(":") }
        #expect(sources.places.count == lines.count)
        for setting in Settings.all where sources.places[setting.key] != nil {
            let name = setting.key.split(separator: ".").last ?? ""
            #expect(lines.contains { $0.contains("\(name): \(setting.value(in: sources.configuration))") })
        }
    }
}
