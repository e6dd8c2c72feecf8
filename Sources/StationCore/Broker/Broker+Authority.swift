import StationProtocol

/// As whom a request acts, and whether that is enough.
extension Broker {
    /// What a request may do: everything, or what a role allows in one organization.
    struct Grant {
        var actor: Actor
        /// nil: every organization.
        var organization: Slug?
        /// nil: an operator, who may do everything.
        var role: Role?
    }

    /// - Parameter organization: the one that the request is about, where it names one.
    /// - Throws: ``Halt`` with `not_permitted`.
    func authorize(
        _ method: Method, _ request: Request, actor: SessionID?, organization: Slug?
    ) throws(Halt) -> Grant {
        let required = Authority.required(for: method)
        if let actor {
            // An operator may act as a session of the connection too: then it has that session's rights.
            let session = try actingSession(actor, request)
            return try grant(session, required, method, request, organization)
        }
        if request.peer.isOperator {
            return Grant(actor: Actor(.operator, uid: request.peer.uid), organization: nil)
        }
        // No session of any role is enough here, so there is none to choose.
        if required == .operators { throw Broker.notPermitted(method, required) }
        let mine = (connections[request.ref.connection]?.sessions ?? []).compactMap { sessions[$0] }
        switch mine.count {
        case 0: throw Broker.notPermitted(method, required)
        case 1: return try grant(mine[0], required, method, request, organization)
        default:
            throw .refuse(
                .invalidParams("actor", "this connection has \(mine.count) sessions: say as which one you act"))
        }
    }

    /// Whether a request will be found to have the right to what it asks for; for what costs something to prepare.
    public func mayCall(_ call: AccountImport, _ request: Request) -> Bool {
        (try? authorize(.accountImport, request, actor: call.actor, organization: call.organization)) != nil
    }

    private func actingSession(_ id: SessionID, _ request: Request) throws(Halt) -> LiveSession {
        guard let session = sessions[id], session.evidence.connection == request.ref.connection else {
            throw .refuse(.invalidParams("actor", "is not a session of this connection"))
        }
        return session
    }

    private func grant(
        _ session: LiveSession, _ required: Authority, _ method: Method, _ request: Request, _ organization: Slug?
    ) throws(Halt) -> Grant {
        let record = session.record
        // The role as it is now: who was demoted meanwhile has lost the rights at once.
        let account = organizations[record.organization]?.accounts[record.account]?.account
        guard let account, case .role(let role) = required, account.role >= role else {
            throw Broker.notPermitted(method, required)
        }
        if let organization, organization != record.organization {
            throw .refuse(
                .notPermitted, "\(record.account) belongs to \(record.organization), not to \(organization)")
        }
        let actor = Actor(.session, uid: request.peer.uid, account: record.account, session: record.id)
        return Grant(actor: actor, organization: record.organization, role: account.role)
    }

    private static func notPermitted(_ method: Method, _ required: Authority) -> Halt {
        switch required {
        case .role(let role):
            .refuse(
                .notPermitted, "\(method.rawValue) needs a session of this connection with the role \(role.rawValue)",
                remedy: "log in as \(role.rawValue) (stationctl --as LOGIN), or act as an operator of this host")
        default:
            .refuse(
                .notPermitted, "\(method.rawValue) is for operators of this host",
                remedy: "become root, or join the operator group")
        }
    }

    /// Whether a connection may still be told what happens in an organization: rights that were enough to subscribe can
    /// be lost, by demotion, logout or a session that moved elsewhere.
    ///
    /// - Parameter organization: nil: all of them.
    public func mayObserve(_ connection: ConnectionID, organization: Slug?) -> Bool {
        guard let state = connections[connection] else { return false }
        if state.peer.isOperator { return true }
        return state.sessions.contains { id in
            guard let record = sessions[id]?.record, record.organization == organization else { return false }
            let account = organizations[record.organization]?.accounts[record.account]?.account
            return account.map { $0.role >= .supervisor } ?? false
        }
    }

    /// Who acts on a session of their own, for the record.
    func actor(_ peer: Peer, for account: Username) -> Actor {
        Actor(peer.isOperator ? .operator : .peer, uid: peer.uid, account: account)
    }
}
