import StationProtocol

/// An organization in memory, with what belongs to it.
struct OrganizationState: Sendable {
    var organization: Organization
    var accounts: [Username: AccountRecord] = [:]
    var usernames = SortedSet<Username>()
    var emails: [Email: Username] = [:]
    /// Whose number a static station is.
    var statics: [StationID: Username] = [:]
    /// Who is at a station now.
    var occupants: [StationID: Occupant] = [:]
    /// Stations kept for the account that was lost there.
    var cooling: [StationID: Cooling] = [:]
    /// For whom stations are kept at which times; in the order of the times.
    var reservations: [StationID: [ReservationRecord]] = [:]
    /// The stations that are kept for an account at some time.
    var keptStations: [Username: Set<StationID>] = [:]
    /// Work sessions that are on, and those that are on their way to the disk.
    var workSessions = 0
    var openings = 0
    /// Stations that are reserved, held, in use or cooling.
    var knownStations = SortedSet<StationID>()
    var pools: [PoolState] = []

    mutating func indexReservations() {
        keptStations = [:]
        for record in reservations.values.joined() { keptStations[record.account, default: []].insert(record.station) }
    }

    var policies: Policies { organization.policies }

    /// The account that a person means who types `login`: a username, or else a mail address.
    func account(_ login: Login) -> AccountRecord? {
        if let username = Username(login.text) { return accounts[username] }
        guard let email = Email(login.text), let username = emails[email] else { return nil }
        return accounts[username]
    }

    func pool(of station: StationID) -> PoolState? { pools.first { $0.range.index(of: station) != nil } }

    /// Brings what is derived of a station (known, free in its pool) in line with what is true of it.
    mutating func refresh(_ station: StationID, isLocked: Bool, at moment: Timestamp) {
        let isKnown =
            statics[station] != nil || occupants[station] != nil || cooling[station] != nil
            || reservations[station]?.contains { $0.until > moment } == true
        // What is kept for somebody tomorrow may be proposed today.
        let isTaken =
            statics[station] != nil || occupants[station] != nil || cooling[station] != nil
            || reservations[station]?.contains { $0.isOn(at: moment) } == true
        if isKnown { knownStations.insert(station) } else { knownStations.remove(station) }
        for index in pools.indices {
            guard let place = pools[index].range.index(of: station) else { continue }
            pools[index].set(place, taken: isTaken || isLocked)
        }
    }

    mutating func insert(_ pool: PoolState) {
        pools.append(pool)
        pools.sort { $0.record.ordinal < $1.record.ordinal }
    }
}

struct AccountRecord: Sendable {
    var account: Account
    /// The work session.
    var session: SessionID?
    var consoles: [SessionID] = []
    var lastStation: StationID?
    var password: PasswordRecord?
    var knownSources: [KnownSource] = []

    /// All active sessions.
    var sessions: [SessionID] { (session.map { [$0] } ?? []) + consoles }

    mutating func remember(_ known: KnownSource) {
        knownSources.removeAll { $0.source == known.source }
        knownSources.append(known)
        if knownSources.count > KnownSource.capacity { knownSources.removeFirst() }
    }
}

/// Who keeps a station from others.
enum Occupant: Sendable, Hashable {
    case session(SessionID)
    case hold(HoldID)
}

/// A pool, and which of its numbers are not free.
struct PoolState: Sendable {
    var record: PoolRecord
    var range: StationRange
    private var taken: [UInt64]

    init?(_ record: PoolRecord) {
        guard let range = StationRange(first: record.pool.first, last: record.pool.last) else { return nil }
        self.record = record
        self.range = range
        taken = Array(repeating: 0, count: (range.count + 63) / 64)
        // What lies behind the last number is never free.
        for index in range.count..<(taken.count * 64) { taken[index / 64] |= 1 << UInt64(index % 64) }
    }

    mutating func set(_ index: Int, taken isTaken: Bool) {
        let bit: UInt64 = 1 << UInt64(index % 64)
        if isTaken { taken[index / 64] |= bit } else { taken[index / 64] &= ~bit }
    }

    /// The lowest free number whose place is not below `index`.
    func lowestFree(from index: Int = 0) -> Int? {
        guard index < range.count else { return nil }
        var word = index / 64
        var free = ~taken[word] & (UInt64.max << UInt64(index % 64))
        while free == 0 {
            word += 1
            guard word < taken.count else { return nil }
            free = ~taken[word]
        }
        return word * 64 + free.trailingZeroBitCount
    }
}
