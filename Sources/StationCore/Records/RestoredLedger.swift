import StationProtocol

/// What restoring a copy of the ledger changes in it: whoever was logged in when the copy was made is not any more, as far
/// as anybody knows.
public enum RestoredLedger {
    /// - Parameters:
    ///   - sessions: those that had not ended.
    ///   - floor: the greatest fence known, from which on fences go on.
    ///   - head: the newest audit record of the copy.
    ///   - uid: who restores.
    public static func changes(
        sessions: [SessionRecord], floor: Int64, head: AuditHead, at now: Timestamp, by uid: UInt32
    ) -> [LedgerChange] {
        let actor = Actor(.operator, uid: uid)
        let ends = sessions.flatMap { record -> [LedgerChange] in
            // When its holder was last seen nobody knows; not before it was opened.
            let end = SessionEnd(
                at: now, reason: .terminated, lastSeenAt: record.openedAt, by: actor.description,
                comment: DisplayText("a copy of the ledger was restored"))
            let entry = AuditEntry(
                at: now, organization: record.organization, action: "session.ended", actor: actor,
                target: Broker.facts(record), detail: [("reason", .text(EndReason.terminated.rawValue))])
            return [.sessionEnded(record.id, end), .audit(entry)]
        }
        let entry = AuditEntry(
            at: now, organization: nil, action: "ledger.restored", actor: actor, target: [],
            detail: [
                ("sessionsEnded", .integer(Int64(sessions.count))), ("lastFence", .integer(floor)),
                ("copySeq", .integer(head.seq)),
            ])
        return ends + [.audit(entry)]
    }
}
