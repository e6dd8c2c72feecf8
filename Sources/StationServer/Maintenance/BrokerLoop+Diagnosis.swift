import Dispatch
import StationCore
import StationHost
import StationProtocol
import StationStore

/// Looking at what administrators get wrong.
extension BrokerLoop {
    func diagnose(integrity: Bool, for ref: RequestRef) {
        let facts = Diagnosis(
            settings: settings, figures: ledger.figures, breaches: broker.brokenInvariants().map { "\($0)" },
            connections: connections.count)
        let queue = backups.inspections
        guard integrity else {
            return answer(ref, from: queue) { facts.findings }
        }
        makeCopy(for: ref) { result in
            switch result {
            case .failure(let refusal):
                let finding = Finding(
                    Diagnosis.integrity, .unknown, refusal.message,
                    remedy: refusal.data.first { $0.key == "remedy" }?.value.string ?? "ask again")
                self.answer(ref, from: queue) { facts.findings + [finding] }
            case .success:
                guard let (path, id) = self.backups.inspect() else {
                    return self.answer(ref, from: queue) { facts.findings }
                }
                self.answer(ref, from: queue) {
                    facts.findings + [Diagnosis.inspect(path)]
                } then: {
                    self.backups.remove(id)
                }
            }
        }
    }

    private func answer(
        _ ref: RequestRef, from queue: DispatchQueue, _ body: @escaping @Sendable () -> [Finding],
        then: @escaping () -> Void = {}
    ) {
        let afterwards = OnLoop(then)
        queue.async { [loop] in
            var reply = BrokerDiagnose.Reply()
            reply.findings = body()
            loop.execute { [reply] in
                afterwards.body()
                self.answer(ref, .result(reply))
                self.flushDirty()
            }
        }
    }
}
