import Foundation

/// The day that the pages bear. The same source gives the same pages, whenever they are made.
public struct ManualDate: Sendable {
    /// As mdoc wants it: "November 22, 2026".
    public let text: String

    public init(secondsSince1970 seconds: Int64) {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        text = "\(ManualDate.months[Int(parts.tm_mon)]) \(parts.tm_mday), \(Int(parts.tm_year) + 1_900)"
    }

    /// SOURCE_DATE_EPOCH's, as reproducible-builds.org has it; else that of the last commit of the current directory; nil
    /// where there is neither.
    public static func ofSource(environment: [String: String] = ProcessInfo.processInfo.environment) -> ManualDate? {
        if let seconds = environment["SOURCE_DATE_EPOCH"].flatMap(Int64.init) {
            return ManualDate(secondsSince1970: seconds)
        }
        let git = Process()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "log", "-1", "--format=%ct"]
        let output = Pipe()
        git.standardOutput = output
        git.standardError = FileHandle.nullDevice
        guard (try? git.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        let line = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return Int64(line).map(ManualDate.init(secondsSince1970:))
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
