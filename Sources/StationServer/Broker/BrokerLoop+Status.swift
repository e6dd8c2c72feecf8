import StationCore
import StationProtocol

/// What the server says of itself and of the broker.
extension BrokerLoop {
    func hello(_ call: BrokerHello, _ ref: RequestRef, _ connection: Connection) {
        guard call.protocol.min <= ProtocolRange.current, ProtocolRange.current <= call.protocol.max else {
            return answer(
                ref,
                .refused(
                    Refusal(.unsupportedProtocol, "this broker speaks version \(ProtocolRange.current) of the protocol")
                        .with("protocol", ProtocolRange().json)))
        }
        var reply = BrokerHello.Reply()
        reply.protocol = ProtocolRange.current
        reply.server.version = settings.version
        reply.server.instance = instance
        reply.capabilities = [
            "credential.password", "credential.peer", "events", "holds", "requestKeys",
            "holders", "reservations", "takeover", "waiting",
        ]
        reply.limits = LimitsReport(settings.limits)
        reply.peer.uid = Int64(connection.peer.uid)
        reply.peer.gid = Int64(connection.peer.gid)
        reply.peer.authority = connection.peer.isOperator ? .operator : .user
        answer(ref, .result(reply))
    }

    func status(for peer: Peer) -> BrokerStatus {
        let (counts, figures) = (broker.counts, ledger.figures)
        var status = BrokerStatus()
        status.state = isStopping ? "stopping" : figures.isRecovering ? "recovering" : "running"
        status.version = settings.version
        status.instance = instance
        status.host = settings.broker.host
        status.uptimeSeconds = (now.boot - startedAt) / 1_000
        status.sessions = Int64(counts.sessions)
        status.held = Int64(counts.held)
        status.organizations = Int64(counts.organizations)
        status.accounts = Int64(counts.accounts)
        status.store.state = figures.isRecovering ? "recovering" : figures.problem == nil ? "ok" : "failing"
        status.drain = broker.drainReport
        guard peer.isOperator else { return status }
        status.store.problem = figures.problem
        status.store.commits = figures.commits
        status.store.changes = figures.changes
        status.store.failures = figures.failures
        status.connections = Int64(connections.count)
        status.subscriptions = Int64(subscribers)
        status.socket = settings.socketPath
        status.stateDirectory = settings.stateDirectory
        status.pid = Int64(ProcessFacts.pid)
        status.audit = figures.auditHead
        status.passwords = passwords.status
        return status
    }
}
