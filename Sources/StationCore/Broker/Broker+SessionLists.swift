import StationProtocol

/// Sessions as supervisors see and end them.
extension Broker {
    mutating func listSessions(_ call: SessionList, _ request: Request) throws(Halt) {
        let grant = try authorize(.sessionList, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        let organization = call.organization ?? grant.organization
        if let organization { _ = try settled(organization) }
        let limit = call.limit ?? Limits.defaultPageItems
        let after = try Broker.position(call.cursor, SessionID.init)
        var found: [Session] = []
        for id in sessionOrder.elements(after: after) {
            guard let session = sessions[id] else { continue }
            let record = session.record
            guard organization == nil || record.organization == organization,
                call.account == nil || record.account == call.account,
                call.station == nil || record.station == call.station,
                call.verdict == nil || session.evidence.finding(at: now).verdict == call.verdict
            else { continue }
            found.append(view(session))
            if found.count > limit { break }
        }
        reply(request.ref, Page(found, limit: limit))
    }

    mutating func showSession(_ call: SessionShow, _ request: Request) throws(Halt) {
        let grant = try authorize(.sessionShow, request, actor: call.actor, organization: nil)
        try requireOwnChangesSettled(request)
        guard let session = sessions[call.id] else {
            // It may have ended; the ledger knows.
            actions.append(.query(request.ref, .session(call.id, organization: grant.organization)))
            return
        }
        guard grant.organization == nil || grant.organization == session.record.organization else {
            throw .refuse(Broker.noSuchSession(call.id))
        }
        var view = view(session)
        view.evidence = evidenceReport(session)
        reply(request.ref, SessionReply(view))
    }

    public static func noSuchSession(_ id: SessionID) -> Refusal {
        Refusal(.notFound, "there is no session \(id)", remedy: "stationctl session list")
    }
}
