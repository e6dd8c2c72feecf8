import StationProtocol

/// The active sessions in parts that fit a line, each with the revision that it stands for.
enum Snapshot {
    /// Room for the envelope around the sessions of a part.
    private static let envelope = 512

    static func parts(_ sessions: [Session], revision: Int64) -> [EventData] {
        var parts: [EventData] = []
        var part: [Session] = []
        var bytes = 0
        var writer = JSONWriter()
        func close(last: Bool) {
            var data = EventData()
            data.revision = revision
            data.sessions = part
            data.last = last
            parts.append(data)
            part = []
            bytes = 0
        }
        for session in sessions {
            writer.removeAll()
            session.write(to: &writer)
            if part.count == Limits.snapshotItems || bytes + writer.count > Limits.replyBytes - envelope - part.count {
                close(last: false)
            }
            part.append(session)
            bytes += writer.count
        }
        close(last: true)
        return parts
    }
}
