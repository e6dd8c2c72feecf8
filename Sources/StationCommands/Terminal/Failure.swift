import ArgumentParser
import Foundation
import StationClient
import StationProtocol

/// How a command fails: `stationctl: error: …`, what is known, a hint, and an honest exit code.
enum Failure {
    static let refused: Int32 = 1
    static let usage: Int32 = 64
    static let unreachable: Int32 = 69
    static let output: Int32 = 74
    static let configuration: Int32 = 78

    /// What was done is done, but whoever reads the output does not get it.
    static func outputFailed(_ code: Int32) -> Never {
        leave(
            "the output could not be written: \(String(cString: strerror(code)))",
            hint: "what was asked for may have been done: look before you repeat it", code: output)
    }

    static func exit(with error: any Error) -> Never {
        switch error {
        case let error as ClientError: exit(with: error)
        case let error as UsageError: leave(error.message, hint: error.hint, code: usage)
        case let error as CommandFailure:
            leave(error.message, details: error.details, hint: error.hint, code: error.code)
        case let code as ExitCode: Foundation.exit(code.rawValue)
        default: exitFromParser(error)
        }
    }

    private static func exitFromParser(_ error: any Error) -> Never {
        let code = Stationctl.exitCode(for: error)
        if code.isSuccess {
            // --help and --version come as errors too.
            print(Stationctl.fullMessage(for: error))
            Foundation.exit(0)
        }
        let text = Stationctl.fullMessage(for: error)
        leave(Stationctl.message(for: error), hint: helpCommand(in: text), code: usage)
    }

    /// From "Usage: stationctl pool create [--socket …" the command that explains it: "stationctl pool create --help".
    private static func helpCommand(in text: String) -> String {
        guard let usage = text.split(separator: "\n").first(where: { $0.hasPrefix("Usage: ") }) else {
            return "stationctl --help"
        }
        let words = usage.dropFirst("Usage: ".count).split(separator: " ").prefix { !"[<(".contains($0.first!) }
        return (words + ["--help"]).joined(separator: " ")
    }

    private static func exit(with error: ClientError) -> Never {
        switch error {
        case .unreachable(let path, let problem):
            leave(
                "the broker cannot be reached at \(path)", details: [("problem", shorten(problem))],
                hint: "is stationd running, and may you use its socket? --socket names another one", code: unreachable)
        case .connectionClosed:
            leave(
                "the broker closed the connection",
                hint: "is it running? stationctl status; its log: journalctl -u stationd",
                code: unreachable)
        case .unexpectedReply(let message):
            leave(
                "the broker answered with something unexpected: \(message)", hint: "do the versions fit?", code: refused
            )
        case .refused(let refusal):
            leave(
                refusal.message, details: details(refusal), hint: refusal.remedy,
                code: refusal.known == .invalidParams ? usage : refused)
        }
    }

    /// What it says of an error, for those who go on after it: the message, and what helps.
    static func words(for error: any Error) -> (message: String, hint: String) {
        switch error {
        case ClientError.unreachable(let path, let problem):
            (
                "the broker cannot be reached at \(path): \(shorten(problem))",
                "systemctl status stationd.socket stationd"
            )
        case ClientError.connectionClosed:
            ("the broker closed the connection", "journalctl -u stationd -n 50")
        case ClientError.unexpectedReply(let message):
            ("the broker answered with something unexpected: \(message)", "do the versions fit?")
        case ClientError.refused(let refusal): (refusal.message, refusal.remedy ?? "see the message")
        case let error as CommandFailure: (error.message, error.hint)
        case let error as UsageError: (error.message, error.hint)
        default: ("\(error)", "see the message")
        }
    }

    /// An agent who is logged in elsewhere reads where, on what station and since when.
    private static func details(_ refusal: RefusedCall) -> [(String, String)] {
        var details: [(String, String)] = []
        if let holder = refusal.holder {
            details.append(("where", Words.device(holder.device) + " on host \(holder.host)"))
            if let station = holder.station { details.append(("station", station.text)) }
            details.append(("since", Words.time(holder.since)))
            details.append(("last seen", Words.time(holder.lastSeenAt)))
        }
        for problem in refusal.data["problems"]?.array ?? [] {
            details.append(("row \(problem["row"]?.integer ?? 0)", problem["message"]?.string ?? ""))
        }
        if let seconds = refusal.data["retryAfterSeconds"]?.integer {
            details.append(("again in", Words.seconds(seconds)))
        }
        details.append(("reason", refusal.reason))
        return details
    }

    private static func leave(
        _ message: String, details: [(String, String)] = [], hint: String?, code: Int32
    ) -> Never {
        let style = Style(for: .standardError)
        var text = "stationctl: \(style.red("error:")) \(Words.clean(message))\n"
        let width = details.map(\.0.count).max() ?? 0
        for (name, value) in details {
            text += "  \(name)\(String(repeating: " ", count: width - name.count))  \(Words.clean(value))\n"
        }
        if let hint { text += "stationctl: hint: \(Words.clean(hint))\n" }
        FileHandle.standardError.write(Data(text.utf8))
        Foundation.exit(code)
    }

    /// NIO's errors are long; their first words say it.
    private static func shorten(_ problem: String) -> String {
        if problem.contains("ENOENT") || problem.contains("errno: 2)") { return "there is no such socket" }
        if problem.contains("errno: 111") { return "nobody listens there" }
        if problem.contains("errno: 13") { return "permission denied" }
        return String(problem.prefix(200))
    }
}

/// The command line was not right.
struct UsageError: Error {
    var message: String
    var hint: String
}

/// The command could not be done, though the broker refused nothing.
struct CommandFailure: Error {
    var message: String
    var details: [(String, String)] = []
    var hint: String
    var code = Failure.refused
}
