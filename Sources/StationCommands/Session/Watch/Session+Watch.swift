import StationProtocol

extension Session {
    /// When it ends, if nothing changes before.
    var endsBy: Timestamp? { [ending?.at, endsAt].compactMap(\.self).min() }

    /// Whether a supervisor should see it first: its holder may have gone, or its end is announced.
    var needsAttention: Bool { verdict != .live || ending != nil }

    /// Those that need attention first, the soonest end first; then by station, as people count; then by account.
    static func isBefore(_ left: Session, _ right: Session) -> Bool {
        if left.needsAttention != right.needsAttention { return left.needsAttention }
        if left.needsAttention, left.endsBy != right.endsBy {
            return (left.endsBy?.milliseconds ?? .max) < (right.endsBy?.milliseconds ?? .max)
        }
        if left.station != right.station {
            guard let number = left.station, let other = right.station else { return left.station != nil }
            return number < other
        }
        return left.account == right.account ? left.id < right.id : left.account < right.account
    }
}
