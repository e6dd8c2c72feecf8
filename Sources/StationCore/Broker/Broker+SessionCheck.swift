import StationProtocol

/// `session.check`: the dry run of `session.open`.
extension Broker {
    /// What stands in the way; as much of it as the caller may know.
    mutating func checkSession(_ call: SessionCheck, _ request: Request) throws(Halt) {
        if call.credential?.password != nil {
            throw .refuse(.invalidParams("credential.password", "is not taken here: a dry run verifies no password"))
        }
        try requireRelay(call.request.source, request)
        try requireOwnChangesSettled(request)
        let login = call.request
        var result = SessionCheck.Reply()
        do throws(Halt) {
            if maySee(call, request) {
                result.station = try decide(login, Credential(), asOperator(request)).station
            } else {
                result.station = try checkStationAlone(login, request)
            }
            result.wouldSucceed = true
        } catch {
            switch error {
            case .refuse(let refusal): result.blockers = [Broker.blocker(refusal)]
            case .ask(let id):
                let refusal = sessions[id].map { alreadyLoggedIn($0, rule: "agentConflict=ask") }
                result.blockers = refusal.map { [Broker.blocker($0)] } ?? []
            default: throw error
            }
        }
        reply(request.ref, result)
    }

    /// Those who could log this account in, and those who lead its organization, see the whole answer.
    private func maySee(_ call: SessionCheck, _ request: Request) -> Bool {
        // A dry run verifies no password: it would be a way to guess.
        if call.credential?.type != .password, (try? verified(call.request, Credential(), request)) != nil {
            return true
        }
        let slug = call.request.organization
        return (try? authorize(.sessionList, request, actor: call.actor, organization: slug)) != nil
    }

    /// A supervisor's look at an agent's login is not stopped by not being that agent.
    private func asOperator(_ request: Request) -> Request {
        var copy = request
        copy.asker = request.peer
        copy.peer.isOperator = true
        return copy
    }

    /// To everybody else only what `station.request` would say too: nothing about the account.
    private func checkStationAlone(_ login: SessionRequest, _ request: Request) throws(Halt) -> StationID? {
        try requestable(login.station, login.organization, request)
    }

    private static func blocker(_ refusal: Refusal) -> Blocker {
        var blocker = Blocker()
        blocker.reason = refusal.reason.rawValue
        blocker.message = refusal.message
        for member in refusal.data {
            switch member.key {
            case "remedy": blocker.remedy = member.value.string
            case "rule": blocker.rule = member.value.string
            case "retryAfterSeconds": blocker.retryAfterSeconds = member.value.integer
            case "station": blocker.station = member.value.string.flatMap(StationID.init)
            case "holder": blocker.holder = try? HolderInfo(reply: member.value)
            default: break
            }
        }
        return blocker
    }
}
