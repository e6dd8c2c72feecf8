import StationProtocol

/// `account.import`: rows are checked as they come and kept aside; the last part commits all of them, or none.
extension Broker {
    mutating func importAccounts(_ call: AccountImport, _ request: Request) throws(Halt) {
        let grant = try authorize(.accountImport, request, actor: call.actor, organization: call.organization)
        try requireUnlocked(.administration(call.organization))
        guard organizations[call.organization] != nil else { throw Broker.noSuchOrganization(call.organization) }
        guard call.rows.count <= Limits.importPartRows else {
            throw .refuse(.invalidParams("rows", "must be at most \(Limits.importPartRows) in one part"))
        }
        let name = ImportName(connection: request.ref.connection, name: call.import)
        let uid = request.peer.uid
        let others = imports.keys.count { connections[$0.connection]?.peer.uid == uid }
        guard imports[name] != nil || others < Limits.importsPerUser else {
            throw .refuse(
                Refusal(
                    .overloaded, "uid \(uid) has \(others) imports staged already",
                    remedy: "finish one with final, or close its connection"
                ).with("retryAfterSeconds", 10))
        }
        // A copy: what is refused here, or waits for another change, leaves what was staged as it was.
        var staged = imports[name] ?? StagedImport(organization: call.organization)
        guard staged.organization == call.organization else {
            throw .refuse(.invalidParams("organization", "is not the one that this import began with"))
        }
        guard staged.rows + call.rows.count <= Limits.importRows else {
            throw .refuse(.invalidParams("rows", "an import has at most \(Limits.importRows)"))
        }
        var problems = 0
        var result = ImportReply()
        var given: [(Username, row: Int)] = []
        for (index, row) in call.rows.enumerated() {
            let made = staged.accounts.count
            if let problem = stage(row.json, call.update == true, in: &staged) {
                problems += 1
                if result.problems.count < Limits.importProblems { result.problems.append(problem) }
            } else if call.temporaryPasswords == true, staged.accounts.count > made, let account = staged.accounts.last,
                account.email == nil, let hash = request.fresh?.rowPasswords[index]
            {
                staged.passwords[account.username] = hash
                given.append((account.username, index))
            }
        }
        staged.hasProblems = staged.hasProblems || problems > 0
        result.staged = Int64(staged.accounts.count + staged.updates.count + staged.unchanged)
        result.created = Int64(staged.accounts.count)
        result.updated = Int64(staged.updates.count)
        result.unchanged = Int64(staged.unchanged)
        guard call.final else {
            imports[name] = staged
            return actions.append(.reply(request.ref, .staged(result, given)))
        }
        do throws(Halt) {
            try commit(staged, result, given, call, grant, request)
        } catch {
            // The last part was refused for good: the whole import is sent again, so nothing is kept of it.
            if case .refuse = error { imports[name] = nil }
            throw error
        }
        imports[name] = nil
    }

    private mutating func commit(
        _ staged: StagedImport, _ result: ImportReply, _ given: [(Username, row: Int)], _ call: AccountImport,
        _ grant: Grant, _ request: Request
    ) throws(Halt) {
        guard !staged.hasProblems else {
            throw .refuse(
                Refusal(
                    .invalidParams, "the import has rows with problems: nothing was imported",
                    remedy: "mend the rows that were reported and send all of them again"
                ).with("key", "rows").with("problems", .array(result.problems.map(\.json))))
        }
        let slug = staged.organization
        // What was true when a row was staged may have changed since.
        for account in staged.accounts { try requireNew(account) }
        // Rows are laid over the accounts as they are now: what was done to one meanwhile stays done.
        var updates: [Account] = []
        for row in staged.updates {
            updates.append(Broker.merged(row, into: try settledAccount(row.username, in: slug), slug))
        }
        for account in staged.accounts + updates {
            try requireEmail(account.email, for: account)
            let isNew = organizations[slug]?.accounts[account.username]?.account.station != account.station
            if isNew, let station = account.station.id { try requireAssignment(account.station, station, account) }
        }
        if call.leavers == .disable, staged.usernames.isEmpty {
            throw .refuse(.invalidParams("leavers", "cannot be disabled by an import that names nobody"))
        }
        let leavers = call.leavers == .disable ? leavers(staged, grant) : []
        var result = result
        result.disabled = Int64(leavers.count)
        if !leavers.isEmpty { result.leavers = leavers.prefix(Limits.importProblems).map(\.username) }
        if call.dryRun == true { return actions.append(.reply(request.ref, .staged(result, []))) }
        // Static numbers cannot be taken by logins while the import is on its way to the disk.
        var transaction = PendingTransaction(
            changes: [], locks: [.administration(slug)] + staged.stations.map { .station(slug, $0) })
        add(staged, updates, grant, to: &transaction)
        add(leavers, grant, to: &transaction)
        result.committed = true
        transaction.answer = (request.ref, .staged(result, given))
        let organization = organizations[slug]?.organization ?? Organization()
        for (count, change) in [
            (result.created, Change.created), (result.updated, .updated), (result.disabled, .disabled),
        ] where count > 0 || (change == .created && result.staged == 0) {
            transaction.events.append(Event(.accountChanged, slug, .accounts(count, in: organization, change)))
        }
        try commit(transaction)
    }

    private func add(
        _ staged: StagedImport, _ updates: [Account], _ grant: Grant, to transaction: inout PendingTransaction
    ) {
        let slug = staged.organization
        transaction.changes.reserveCapacity((staged.accounts.count + staged.updates.count) * 3)
        for account in staged.accounts {
            transaction.changes.append(.account(account))
            transaction.changes.append(.audit(entry(account, "account.created", grant.actor)))
            if let hash = staged.passwords[account.username] {
                let password = PasswordRecord(
                    hash: hash, isTemporary: true, changedAt: now.timestamp, expiresAt: temporaryEnd(account))
                transaction.changes.append(.password(slug, account.username, password))
            } else if account.email != nil {
                transaction.changes.append(
                    .mail(
                        MailIntent(
                            organization: slug, account: account.username, kind: .firstPassword, at: now.timestamp)))
            }
        }
        for account in updates {
            transaction.locks.append(.account(slug, account.username))
            transaction.changes.append(.account(account))
            transaction.changes.append(.audit(entry(account, "account.updated", grant.actor)))
        }
    }

    /// Active accounts that no row names. Administrators are disabled by hand: a file that was cut short must not lock
    /// everybody out.
    private func leavers(_ staged: StagedImport, _ grant: Grant) -> [Account] {
        (organizations[staged.organization]?.accounts.values ?? [:].values).map(\.account).filter { account in
            account.state == .active && account.role != .administrator && account.username != grant.actor.account
                && !staged.usernames.contains(account.username)
        }.sorted { $0.username < $1.username }
    }

    private func add(_ leavers: [Account], _ grant: Grant, to transaction: inout PendingTransaction) {
        for var account in leavers {
            let slug = account.organization
            account.state = .disabled
            transaction.locks.append(.account(slug, account.username))
            for id in organizations[slug]?.accounts[account.username]?.sessions ?? [] {
                guard let session = sessions[id] else { continue }
                addPolicyEnd(of: session, .accountDisabled, by: grant.actor, to: &transaction)
            }
            transaction.changes.append(.account(account))
            transaction.changes.append(.audit(entry(account, "account.disabled", grant.actor)))
        }
    }
}
