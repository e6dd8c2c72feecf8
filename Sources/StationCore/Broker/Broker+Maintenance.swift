import StationProtocol

/// What operators ask about the host as a whole. The broker says whether they may; the server does it.
extension Broker {
    mutating func ask(_ question: HostQuestion, _ method: Method, _ request: Request) throws(Halt) {
        _ = try authorize(method, request, actor: nil, organization: nil)
        actions.append(.serve(request.ref, question))
    }

    /// A copy of the ledger is a copy of all its secrets' hashes: that one was made is on record before it is made.
    mutating func createBackup(_ request: Request) throws(Halt) {
        let grant = try authorize(.backupCreate, request, actor: nil, organization: nil)
        let entry = AuditEntry(
            at: now.timestamp, organization: nil, action: "backup.created", actor: grant.actor, target: [], detail: [])
        var transaction = PendingTransaction(changes: [.audit(entry)], locks: [])
        transaction.question = (request.ref, .backup)
        try commit(transaction)
    }
}
