import CSystemd
import Glibc
import Logging

/// Records in the journal, with each piece of metadata as a field of its own: `journalctl STATIOND_ACCOUNT=anna`.
public struct JournalLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level

    public init(logLevel: Logger.Level) { self.logLevel = logLevel }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let metadata = LogLine.merge(metadata, event)
        var fields = [
            "MESSAGE=\(LogLine.text(event, metadata))",
            "PRIORITY=\(LogLine.priority(event.level))",
            "SYSLOG_IDENTIFIER=stationd",
        ]
        for (key, value) in metadata { fields.append("STATIOND_\(JournalLogHandler.name(key))=\(value)") }
        JournalLogHandler.send(fields)
    }

    /// `socketPath` becomes `SOCKET_PATH`: the journal takes capitals, digits and underscores.
    static func name(_ key: String) -> String {
        var name = ""
        for character in key.unicodeScalars {
            switch character {
            case "A"..."Z": name += "_\(character)"
            case "a"..."z": name += String(character).uppercased()
            case "0"..."9": name += String(character)
            default: name += "_"
            }
        }
        return name
    }

    private static func send(_ fields: [String]) {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for field in fields {
            let start = bytes.count
            bytes.append(contentsOf: field.utf8)
            ranges.append(start..<bytes.count)
        }
        bytes.withUnsafeMutableBytes { buffer in
            let vectors = ranges.map { iovec(iov_base: buffer.baseAddress! + $0.lowerBound, iov_len: $0.count) }
            _ = sd_journal_sendv(vectors, Int32(vectors.count))
        }
    }
}
