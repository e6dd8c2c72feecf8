import StationCore
import StationProtocol
import StationStore

/// Questions that only the ledger can answer.
extension BrokerLoop {
    func ask(_ query: LedgerQuery, for ref: RequestRef) {
        if case .verify = query {
            guard !isVerifying else {
                let refusal = Refusal(.overloaded, "the audit is being verified already", remedy: "try again shortly")
                return answer(ref, .refused(refusal.with("retryAfterSeconds", 5)))
            }
            isVerifying = true
        }
        ledger.read(query) { [loop] result in
            loop.execute {
                if case .verify = query { self.isVerifying = false }
                self.answer(ref, self.reply(to: query, result))
                self.flushDirty()
            }
        }
    }

    func reply(to query: LedgerQuery, _ result: Result<LedgerAnswer, any Error>) -> Reply {
        switch result {
        case .success(.history(let records, let next)):
            let views = records.map { broker.view(ofRecord: $0) }
            return .result(Page(views, nextCursor: next.flatMap { Cursor($0.text) }))
        case .success(.audit(let records, let next)):
            return .result(Page(records, nextCursor: next.flatMap { Cursor("\($0)") }))
        case .success(.verified(let reply)): return .result(reply)
        case .success(.session(let record)):
            if let record { return .result(SessionReply(broker.view(ofRecord: record))) }
            guard case .session(let id, _) = query else { break }
            return .refused(Broker.noSuchSession(id))
        case .failure(let error):
            logger.error("the ledger could not be read", metadata: ["problem": "\(error)"])
            return .refused(
                Refusal(.storageUnavailable, "the ledger cannot be read at this moment", remedy: "try again"))
        }
        return .refused(Refusal(.internalError, "the ledger answered another question"))
    }
}
