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
        for row in call.rows {
            guard let problem = stage(row.json, in: &staged) else { continue }
            problems += 1
            if result.problems.count < Limits.importProblems { result.problems.append(problem) }
        }
        staged.hasProblems = staged.hasProblems || problems > 0
        result.staged = Int64(staged.accounts.count)
        guard call.final else {
            imports[name] = staged
            return reply(request.ref, result)
        }
        do throws(Halt) {
            try commit(staged, result, grant, request)
        } catch {
            // The last part was refused for good: the whole import is sent again, so nothing is kept of it.
            if case .refuse = error { imports[name] = nil }
            throw error
        }
        imports[name] = nil
    }

    private mutating func commit(
        _ staged: StagedImport, _ result: ImportReply, _ grant: Grant, _ request: Request
    ) throws(Halt) {
        guard !staged.hasProblems else {
            throw .refuse(
                Refusal(
                    .invalidParams, "the import has rows with problems: nothing was imported",
                    remedy: "mend the rows that were reported and send all of them again"
                ).with("key", "rows").with("problems", .array(result.problems.map(\.json))))
        }
        // What was true when a row was staged may have changed since.
        for account in staged.accounts {
            try requireNew(account)
            try requireEmail(account.email, for: account)
            if let station = account.station.id { try requireAssignment(account.station, station, account) }
        }
        var changes: [LedgerChange] = []
        changes.reserveCapacity(staged.accounts.count * 2)
        for account in staged.accounts {
            changes.append(.account(account))
            changes.append(.audit(entry(account, "account.created", grant.actor)))
        }
        var result = result
        result.committed = true
        let count = Int64(staged.accounts.count)
        let organization = organizations[staged.organization]?.organization ?? Organization()
        var locks = [Lock.administration(staged.organization)]
        // Static numbers cannot be taken by logins while the import is on its way to the disk.
        locks += staged.stations.map { .station(staged.organization, $0) }
        try commit(
            changes, locks: locks, key: nil, of: request, result: result,
            events: [Event(.accountChanged, staged.organization, .accounts(count, in: organization, .created))])
    }

    /// Checks one row and keeps it, or says what is wrong with it.
    private func stage(_ json: JSON, in staged: inout StagedImport) -> ImportProblem? {
        staged.rows += 1
        var problem = ImportProblem()
        problem.row = json["row"]?.integer ?? Int64(staged.rows)
        do throws(Halt) {
            let row: ImportRow
            do throws(Refusal) {
                row = try ImportRow.read(json, key: FieldName(path: ""), lenient: false)
            } catch {
                throw .refuse(error)
            }
            try keep(row, in: &staged)
            return nil
        } catch {
            switch error {
            case .refuse(let refusal):
                problem.reason = refusal.reason.rawValue
                problem.message = refusal.message
            case .wait, .work:
                problem.reason = Reason.stationInUse.rawValue
                problem.message = "the station is being assigned to somebody else at this moment"
            }
            return problem
        }
    }

    private func keep(_ row: ImportRow, in staged: inout StagedImport) throws(Halt) {
        var account = Account()
        account.organization = staged.organization
        account.username = row.username
        account.email = row.email
        account.displayName = row.displayName
        account.role = row.role
        account.osUser = row.osUser
        account.subject = row.subject
        account.station = row.station ?? StationAssignment()
        account.createdAt = now.timestamp
        try requireNew(account)
        try requireEmail(account.email, for: account)
        if let station = account.station.id { try requireAssignment(account.station, station, account) }
        guard !staged.usernames.contains(account.username) else {
            throw .refuse(.alreadyExists, "username \(account.username) is in the import twice")
        }
        if let email = account.email, staged.emails.contains(email) {
            throw .refuse(.alreadyExists, "mail address \(email) is in the import twice")
        }
        if account.station.kind == .dynamic, let station = account.station.id, staged.stations.contains(station) {
            throw .refuse(.stationReserved, "station \(station) is somebody's own in this import")
        }
        if account.station.kind == .static, let station = account.station.id {
            guard staged.stations.insert(station).inserted else {
                throw .refuse(.stationReserved, "station \(station) is in the import twice")
            }
        }
        staged.usernames.insert(account.username)
        if let email = account.email { staged.emails.insert(email) }
        staged.accounts.append(account)
    }
}
