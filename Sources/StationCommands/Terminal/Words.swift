import Foundation
import StationProtocol

/// Values in words for people.
enum Words {
    /// Nothing that came over the wire moves the cursor or begins a line.
    static func clean(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "\u{FFFD}" : $0 }))
    }

    /// Local time, to the second.
    static func time(_ timestamp: Timestamp) -> String { local(timestamp, "%Y-%m-%d %H:%M:%S") }

    /// Local time in the form that strftime calls so.
    static func local(_ timestamp: Timestamp, _ form: String) -> String {
        var seconds = time_t(timestamp.milliseconds / 1_000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        strftime(&buffer, buffer.count, form, &parts)
        return buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    static func time(_ timestamp: Timestamp?) -> String { timestamp.map(time) ?? "–" }

    /// The local time of what began on the same day, "08:12:59"; of other days the day too, "11-21 08:12".
    static func since(_ timestamp: Timestamp, at now: Timestamp) -> String {
        local(timestamp, local(timestamp, "%F") == local(now, "%F") ? "%H:%M:%S" : "%m-%d %H:%M")
    }

    static func device(_ device: Device) -> String {
        let process = device.pid.map { ", pid \($0)" } ?? ""
        guard let label = device.label else { return "uid \(device.uid)\(process)" }
        return "\(label) (uid \(device.uid)\(process))"
    }

    /// "live", "live, busy", "live, ending", "ended: terminated".
    static func state(_ session: Session) -> String {
        if session.state == .ended { return "ended: \(session.endReason?.rawValue ?? "")" }
        let more = session.ending != nil ? ", ending" : session.busy == true ? ", busy" : ""
        return session.verdict.rawValue + more
    }

    /// "4 work sessions".
    static func count(_ count: Int64, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

    /// A word of the wire without its underscores.
    static func plain(_ word: String) -> String { word.replacing("_", with: " ") }

    static func ending(_ ending: SessionEnding, isBusy: Bool) -> String {
        let by = ending.by.map { " by \($0)" } ?? ""
        let comment = ending.comment.map { " (\($0))" } ?? ""
        let at = "at \(time(ending.at))" + (isBusy ? " or when no longer busy" : "")
        return "\(ending.reason.rawValue)\(by), \(at)\(comment)"
    }

    /// Since when somebody is there; of what is kept for a time: how much longer.
    static func sinceUntil(_ station: Station) -> String {
        guard let until = station.expiresAt else { return time(station.since) }
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        return "\(time(until)) (\(seconds(max(0, until.milliseconds - now) / 1_000)) left)"
    }

    /// "terminated by an operator (uid 0) (lunch)".
    static func end(_ session: Session, by actor: String?, comment: DisplayText?) -> String {
        var text = session.endReason?.rawValue ?? "no reason told"
        if let actor { text += " by \(actor)" }
        if let comment { text += " (\(comment))" }
        return text
    }

    static func password(_ password: AccountPassword) -> String {
        switch password.state {
        case .none: "none"
        case .temporary: "temporary, until \(time(password.expiresAt))"
        case .expired: "expired \(time(password.expiresAt))"
        case .set: "set \(time(password.changedAt))" + (password.expiresAt.map { ", until \(time($0))" } ?? "")
        }
    }

    static func throttle(_ throttle: AccountThrottle) -> String {
        let sources = throttle.sources == 1 ? "one source" : "\(throttle.sources) sources"
        var text = "\(throttle.failures) from \(sources), last \(time(throttle.lastFailureAt))"
        if let end = throttle.delayedUntil { text += "; must wait until \(time(end))" }
        if let end = throttle.lockedUntil { text += "; locked until \(time(end))" }
        return text
    }

    static func seconds(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3_600: "\(seconds / 60) min"
        case ..<86_400: "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) d \(seconds / 3_600 % 24) h"
        }
    }

    /// Milliseconds that are left, as seconds that have begun: "0:30", "1:02:03", "2 d 3 h", and "now" when none is left.
    static func countdown(_ milliseconds: Int64) -> String {
        func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = (milliseconds + 999) / 1_000
        let (minutes, hours) = (seconds / 60 % 60, seconds / 3_600)
        switch seconds {
        case ...0: return "now"
        case ..<3_600: return "\(minutes):\(twoDigits(seconds % 60))"
        case ..<86_400: return "\(hours):\(twoDigits(minutes)):\(twoDigits(seconds % 60))"
        default: return self.seconds(seconds)
        }
    }

    static func assignment(_ assignment: StationAssignment) -> String {
        assignment.id.map { "\(assignment.kind.rawValue) \($0)" } ?? assignment.kind.rawValue
    }

    /// A JSON object as `key=value` words, for details.
    static func facts(_ json: JSON?) -> String {
        guard let object = json?.object else { return "" }
        return object.members.map { member in
            var writer = JSONWriter()
            writer.value(member.value)
            return "\(member.key)=\(member.value.string ?? writer.text)"
        }.joined(separator: " ")
    }
}
