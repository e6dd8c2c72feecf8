import StationProtocol

/// The rows of an import, checked and kept aside.
extension Broker {
    /// Checks one row and keeps it, or says what is wrong with it.
    func stage(_ json: JSON, _ mayUpdate: Bool, in staged: inout StagedImport) -> ImportProblem? {
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
            try keep(row, mayUpdate, in: &staged)
            return nil
        } catch {
            switch error {
            case .refuse(let refusal):
                problem.reason = refusal.reason.rawValue
                problem.message = refusal.message
            case .wait, .work, .ask:
                problem.reason = Reason.stationInUse.rawValue
                problem.message = "the station is being assigned to somebody else at this moment"
            }
            return problem
        }
    }

    private func keep(_ row: ImportRow, _ mayUpdate: Bool, in staged: inout StagedImport) throws(Halt) {
        let existing = mayUpdate ? organizations[staged.organization]?.accounts[row.username]?.account : nil
        var account = Broker.merged(row, into: existing ?? Account(), staged.organization)
        if existing == nil {
            account.createdAt = now.timestamp
            try requireNew(account)
        }
        guard !staged.usernames.contains(account.username) else {
            throw .refuse(.alreadyExists, "username \(account.username) is in the import twice")
        }
        if account == existing {
            staged.unchanged += 1
        } else {
            try requireRoom(for: account, existing, in: &staged)
            if existing == nil { staged.accounts.append(account) } else { staged.updates.append(row) }
        }
        staged.usernames.insert(account.username)
        if let email = account.email { staged.emails.insert(email) }
    }

    /// An account as a row wants it; what the row leaves out stays.
    static func merged(_ row: ImportRow, into account: Account, _ slug: Slug) -> Account {
        var account = account
        account.organization = slug
        account.username = row.username
        account.email = row.email ?? account.email
        account.displayName = row.displayName ?? account.displayName
        account.role = row.role
        account.osUser = row.osUser ?? account.osUser
        account.subject = row.subject ?? account.subject
        account.station = row.station ?? account.station
        account.startsAt = row.startsAt ?? account.startsAt
        return account
    }

    /// The mail address and the station are nobody else's, in force or in the import.
    private func requireRoom(
        for account: Account, _ existing: Account?, in staged: inout StagedImport
    ) throws(Halt) {
        try requireEmail(account.email, for: account)
        if let email = account.email, staged.emails.contains(email) {
            throw .refuse(.alreadyExists, "mail address \(email) is in the import twice")
        }
        guard account.station != existing?.station, let station = account.station.id else { return }
        try requireAssignment(account.station, station, account)
        switch account.station.kind {
        case .dynamic:
            if staged.stations.contains(station) {
                throw .refuse(.stationReserved, "station \(station) is somebody's own in this import")
            }
        case .static:
            guard staged.stations.insert(station).inserted else {
                throw .refuse(.stationReserved, "station \(station) is in the import twice")
            }
        }
    }
}
