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
            guard case .refuse(let refusal) = error else { throw error }
            result.blockers = [Broker.blocker(refusal)]
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
            if member.key == "remedy" { blocker.remedy = member.value.string }
            if member.key == "holder" { blocker.holder = try? HolderInfo(reply: member.value) }
        }
        return blocker
    }
}
