import StationAccounts
import StationCore
import StationHost
import StationProtocol

/// Work on passwords, given out to threads and taken in again.
extension BrokerLoop {
    func work(_ work: PasswordWork, for ref: RequestRef, source: String) {
        let worker = passwords.worker
        let submission = passwords.hashes.submit(ref, source: source) { [loop, logger, measures] in
            let outcome: PasswordOutcome
            let began = ContinuousClock.now
            do {
                outcome = try worker.run(work)
                measures.worked(for: ContinuousClock.now - began)
            } catch {
                logger.error("a password could not be hashed", metadata: ["problem": "\(error)"])
                outcome = .overloaded(retryAfterSeconds: 5)
            }
            loop.execute {
                self.feed(.worked(ref, outcome))
                self.flushDirty()
            }
        }
        if case .displaced(let displaced) = submission {
            // Not from within the broker's own actions: they are still being done.
            let seconds = passwords.retryAfterSeconds
            loop.execute {
                self.feed(.worked(displaced, .overloaded(retryAfterSeconds: seconds)))
                self.flushDirty()
            }
        }
    }

    func withdraw(_ ref: RequestRef) {
        guard passwords.hashes.withdraw(ref) else { return }
        loop.execute {
            self.feed(.worked(ref, .abandoned))
            self.flushDirty()
        }
    }

    func check(_ password: Password, _ requirements: PasswordWork.Requirements, for ref: RequestRef) {
        let worker = passwords.worker
        let source = connections[ref.connection].map { "uid \($0.peer.uid)" } ?? ""
        let submission = passwords.checks.submit(ref, source: source) { [loop] in
            let result = worker.check(password, requirements)
            loop.execute {
                self.answer(ref, .result(result))
                self.flushDirty()
            }
        }
        if case .displaced(let displaced) = submission {
            answer(
                displaced,
                .refused(
                    Refusal(.overloaded, "too many passwords wait to be looked at", remedy: "try again shortly")
                        .with("retryAfterSeconds", 1)))
        }
    }

    /// What a request is given that only the server can make: a token, randomness, a temporary password.
    func secrets(for request: Request, _ connection: Connection) -> FreshSecrets? {
        let ref = request.ref
        switch request.command {
        case .sessionOpen:
            let token = mint.make()
            connection.keep(token, for: ref)
            return FreshSecrets(token: TokenMint.digest(token), random: mint.random())
        case .accountCreate(let call) where call.password == nil && call.email == nil: break
        case .passwordSet(let call) where call.password == nil: break
        case .accountImport(let call) where call.temporaryPasswords == true:
            // Making them costs more than refusing does.
            guard call.rows.count <= Limits.importPartRows, broker.mayCall(call, request) else { return nil }
            return rowSecrets(call, ref, connection)
        default: return nil
        }
        let password = TemporaryPassword.make(using: &mint)
        connection.keep(password, for: ref)
        return FreshSecrets(
            token: BrokerLoop.noToken, random: 0, password: TemporaryPassword.hash(password, using: &mint))
    }

    private func rowSecrets(_ call: AccountImport, _ ref: RequestRef, _ connection: Connection) -> FreshSecrets {
        let passwords = call.rows.map { _ in TemporaryPassword.make(using: &mint) }
        connection.keep(rows: passwords, for: ref)
        var secrets = FreshSecrets(token: BrokerLoop.noToken, random: 0)
        secrets.rowPasswords = passwords.map { TemporaryPassword.hash($0, using: &mint) }
        return secrets
    }

    private static let noToken = TokenMint.digest("")

    /// The source that a relay names, as what it is counted under.
    ///
    /// - Throws: ``Refusal`` with `invalid_params` for what is no address.
    func place(_ source: NetworkSource?, _ request: inout Request) throws(Refusal) {
        guard let source else { return }
        guard let network = NetworkAddress.network(source.text) else {
            throw .invalidParams("source", "must be \(NetworkSource.expectation)")
        }
        request.source = network
        request.networkSource = source
    }
}
