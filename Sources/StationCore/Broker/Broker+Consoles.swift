import StationProtocol

/// Management logins: no station, not exclusive, over after twelve hours.
extension Broker {
    /// - Throws: ``Halt`` with `not_permitted`, `invalid_params` or `session_limit_reached`.
    func requireConsole(_ login: SessionRequest, _ record: AccountRecord) throws(Halt) {
        guard record.account.role >= .supervisor else {
            throw .refuse(
                .notPermitted, "a console session is for supervisors and administrators",
                remedy: "log in to work: leave purpose out")
        }
        if login.station != nil { throw .refuse(.invalidParams("station", "a console session has none")) }
        if login.hold != nil { throw .refuse(.invalidParams("hold", "a console session has no station")) }
        guard record.consoles.count < Limits.consolesPerAccount else {
            throw .refuse(
                .sessionLimitReached,
                "\(record.account.username) has \(record.consoles.count) console sessions, which is the most",
                remedy: "close one, or have it ended: session.list shows them")
        }
    }
}
