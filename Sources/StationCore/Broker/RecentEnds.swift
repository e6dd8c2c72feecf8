import StationProtocol

/// The newest ended sessions, so that a late client is told why instead of that its token is none.
struct RecentEnds: Sendable {
    struct End: Sendable {
        var session: SessionID
        var organization: Slug
        var uid: UInt32
        var reason: EndReason
        var at: Timestamp
    }

    private let capacity: Int
    private var order: [Digest] = []
    private var oldest = 0
    private var byToken: [Digest: End] = [:]
    private var bySession: [SessionID: Digest] = [:]

    init(capacity: Int) { self.capacity = capacity }

    mutating func insert(_ record: SessionRecord) {
        guard let end = record.end else { return }
        if order.count < capacity {
            order.append(record.token)
        } else {
            if let dropped = byToken.removeValue(forKey: order[oldest]) { bySession[dropped.session] = nil }
            order[oldest] = record.token
            oldest = (oldest + 1) % capacity
        }
        byToken[record.token] = End(
            session: record.id, organization: record.organization, uid: record.uid, reason: end.reason, at: end.at)
        bySession[record.id] = record.token
    }

    subscript(token: Digest) -> End? { byToken[token] }

    subscript(session: SessionID) -> End? { bySession[session].flatMap { byToken[$0] } }
}
