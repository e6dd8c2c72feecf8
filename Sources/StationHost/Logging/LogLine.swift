import Logging

/// What the two log handlers have in common.
enum LogLine {
    /// A record on one line: nothing a client sent can begin another one.
    static func text(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
        var line = clean("\(event.message)")
        for key in metadata.keys.sorted() {
            let value = clean("\(metadata[key]!)")
            line += value.contains(" ") || value.isEmpty ? " \(key)=\"\(value)\"" : " \(key)=\(value)"
        }
        if let error = event.error { line += " error=\"\(clean("\(error)"))\"" }
        return line
    }

    static func clean(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }

    /// syslog's numbers, as in RFC 5424 §6.2.1.
    static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    static func merge(_ base: Logger.Metadata, _ event: LogEvent) -> Logger.Metadata {
        guard let own = event.metadata else { return base }
        return base.merging(own) { _, new in new }
    }
}
