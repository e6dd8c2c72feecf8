import StationProtocol

/// The bounds of the protocol that no configuration changes; the others are settings.
struct LimitText {
    var value: String
    var meaning: String

    static let all = [
        LimitText(Limits.replyBytes, "Bytes that a reply or an event stays below; lists go in parts."),
        LimitText(Limits.paramsMembers, "Members of params."),
        LimitText(Limits.idBytes, "Bytes of a string as id."),
        LimitText(Int(Limits.pageItems.upperBound), "Items that a list may be asked for at once."),
        LimitText(Int(Limits.defaultPageItems), "Items that it gives when not asked."),
        LimitText(Limits.snapshotItems, "Sessions in one part of a snapshot."),
        LimitText(Int(Limits.leaseSeconds.upperBound), "Seconds of the longest lease."),
        LimitText(Int(Limits.leaseSeconds.lowerBound), "Seconds of the shortest one."),
        LimitText(Int(Limits.holdSeconds), "Seconds that a station is held before login."),
        LimitText(Int(Limits.requestKeySeconds), "Seconds that a request key is remembered."),
        LimitText(Int(Limits.waitSeconds.upperBound), "Seconds that a login may wait for a station."),
        LimitText(Limits.waitingLogins, "Logins of one organization that wait for a station."),
        LimitText(Int(Limits.deadlineSeconds.upperBound), "Seconds that a busy session may be let go on."),
        LimitText(Limits.terminatedAtOnce, "Sessions that one session.terminateAll ends."),
        LimitText(Limits.poolNumbers, "Numbers in one pool."),
        LimitText(Limits.poolsPerOrganization, "Pools of one organization."),
        LimitText(Limits.reservations, "Reservations of one organization that are not over."),
        LimitText(Limits.importRows, "Rows of an import."),
        LimitText(Limits.importPartRows, "Rows in one part of it."),
        LimitText(Limits.importsPerUser, "Imports that one uid may have staged at once."),
        LimitText(Limits.passwordsWaiting, "Passwords that wait to be verified."),
        LimitText(Limits.checksWaiting, "Passwords that wait to be judged."),
        LimitText(Limits.consolesPerAccount, "Console sessions of one account."),
        LimitText(Int(Limits.consoleSeconds), "Seconds that one of them lasts."),
        LimitText(Limits.operatorReserve, "Connections that operators have beyond the limits of connections."),
    ]

    private init(_ value: Int, _ meaning: String) {
        self.value = "\(value)"
        self.meaning = meaning
    }
}
