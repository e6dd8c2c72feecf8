import Glibc
import Logging

/// Plain lines on standard error: `info  listening socket=/run/stationd/stationd.sock`.
public struct StandardErrorLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level

    public init(logLevel: Logger.Level) { self.logLevel = logLevel }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let level = event.level.rawValue
        let padding = String(repeating: " ", count: max(1, 9 - level.count))
        let line = "stationd: \(level)\(padding)\(LogLine.text(event, LogLine.merge(metadata, event)))\n"
        _ = line.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
