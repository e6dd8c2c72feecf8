import StationProtocol

/// Accounts as they are shown.
extension Broker {
    mutating func listAccounts(_ call: AccountList, _ request: Request) throws(Halt) {
        _ = try authorize(.accountList, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        let organization = try settled(call.organization)
        let limit = call.limit ?? Limits.defaultPageItems
        var found: [Account] = []
        for username in organization.usernames.elements(after: try Broker.position(call.cursor, Username.init)) {
            guard let account = organization.accounts[username]?.account,
                call.role == nil || account.role == call.role, call.state == nil || account.state == call.state,
                call.osUser == nil || account.osUser == call.osUser
            else { continue }
            found.append(shown(account))
            if found.count > limit { break }
        }
        reply(request.ref, Page(found, limit: limit))
    }

    mutating func showAccount(_ call: AccountShow, _ request: Request) throws(Halt) {
        _ = try authorize(.accountShow, request, actor: call.actor, organization: call.organization)
        try requireOwnChangesSettled(request)
        let account = try settledAccount(call.account, in: call.organization)
        var view = shown(account)
        view.throttle = throttle.report(digests(account), passwordPolicy(call.organization), at: now)
        reply(request.ref, AccountReply(view))
    }

    /// The digests of what this person may type as login.
    func digests(_ account: Account) -> [Digest] {
        ([account.username.text] + (account.email.map { [$0.text] } ?? [])).map {
            digest($0, in: account.organization)
        }
    }

    /// The account with what is known of its password.
    func shown(_ account: Account) -> Account {
        shown(account, organizations[account.organization]?.accounts[account.username]?.password)
    }

    func shown(_ account: Account, _ record: PasswordRecord?) -> Account {
        var view = account
        var password = AccountPassword()
        if let record {
            password.changedAt = record.changedAt
            password.expiresAt = record.expiry(passwordPolicy(account.organization))
            let isOver = password.expiresAt.map { $0 <= now.timestamp } ?? false
            password.state = isOver ? .expired : record.isTemporary ? .temporary : .set
        }
        view.password = password
        return view
    }
}
