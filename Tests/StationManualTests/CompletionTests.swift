import Foundation
import Testing

@testable import StationManual

@Suite struct CompletionTests {
    static func script(_ name: String) throws -> String {
        let file = try #require(Completions.files.first { $0.name == name })
        return try Shell.file(name, file.text)
    }

    @Test("each shell reads its completions", arguments: Completions.files.map(\.name))
    func syntax(name: String) throws {
        let shell = name.hasPrefix("_") ? "zsh" : name.split(separator: ".").last.map(String.init) ?? ""
        guard let program = Shell.find(shell) else {
            return Shell.skip("\(shell) is not installed: \(name) was not checked")
        }
        let outcome = try Shell.run(program, ["-n", try Self.script(name)])
        #expect(outcome.status == 0 && outcome.text == "", "\(outcome.text)")
    }

    static let lines = [
        ("stationctl ", "session"), ("stationctl session t", "terminate"), ("stationctl login --tak", "--takeover"),
        ("stationctl account list --role ", "supervisor"), ("stationd ch", "check"),
    ]

    @Test("bash completes verbs, options and their words", arguments: lines)
    func bash(line: String, word: String) throws {
        let program = String(line.prefix { $0 != " " })
        let driver = """
            source '\(try Self.script("\(program).bash"))'
            line='\(line)'
            function=$(complete -p \(program) | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            COMP_LINE=$line COMP_POINT=${#line}
            read -ra COMP_WORDS <<<"$line"
            case $line in *' ') COMP_WORDS+=('') ;; esac
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            previous=''
            [ "$COMP_CWORD" -gt 0 ] && previous=${COMP_WORDS[COMP_CWORD - 1]}
            "$function" \(program) "${COMP_WORDS[COMP_CWORD]}" "$previous"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let bash = try #require(Shell.find("bash"))
        let outcome = try Shell.run(bash, ["--norc", "-c", driver])
        let words = outcome.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(words.contains(word), "\(outcome.text)")
    }

    @Test("fish completes the same", arguments: lines)
    func fish(line: String, word: String) throws {
        guard let fish = Shell.find("fish") else {
            return Shell.skip("fish is not installed: \(line) was not completed")
        }
        let script = try Self.script("\(line.prefix { $0 != " " }).fish")
        let outcome = try Shell.run(fish, ["--no-config", "-c", "source '\(script)'; complete -C '\(line)'"])
        #expect(outcome.text.split(separator: "\n").contains { $0.hasPrefix(word) }, "\(outcome.text)")
    }
}
