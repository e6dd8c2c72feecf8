import GRDB
import StationCore
import StationProtocol

/// Reads the ledger: all that the broker decides on at start-up, and pages of audit and history later.
enum LedgerReader {
    /// Rows looked at for one page of audit, so that a filter that finds little never holds the writer for long.
    static let scanned = 5_000

    /// - Parameter now: the wall clock; stations whose lock-delay has passed by then are not read.
    static func image(_ database: Database, at now: Timestamp) throws -> LedgerImage {
        var image = LedgerImage()
        for row in try Row.fetchAll(database, sql: "SELECT * FROM organizations") {
            var organization = Organization()
            organization.slug = try row.name("slug")
            organization.name = try row.name("name")
            organization.createdAt = row.time("created_at")
            organization.policies = try StoredPolicies.read(row["policies"])
            image.organizations.append(organization)
        }
        let accounts = try Row.fetchCursor(database, sql: "SELECT * FROM accounts")
        while let row = try accounts.next() {
            let account = try account(row)
            image.accounts.append(account)
            if let last: StationID = try row.optionalName("last_station") {
                image.lastStations.append((account.organization, account.username, last))
            }
        }
        for row in try Row.fetchAll(database, sql: "SELECT * FROM pools ORDER BY ordinal") {
            var pool = Pool()
            pool.organization = try row.name("organization")
            pool.name = try row.name("name")
            pool.first = try row.name("first")
            pool.last = try row.name("last")
            image.pools.append(PoolRecord(pool: pool, ordinal: row["ordinal"]))
        }
        // In two, each by an index that has just these: of years of sessions few are active.
        for purpose in ["work", "console"] {
            let sql = "SELECT * FROM sessions WHERE ended_at IS NULL AND purpose = '\(purpose)'"
            for row in try Row.fetchAll(database, sql: sql) { image.sessions.append(try row.session()) }
        }
        image.sessions.sort { $0.id < $1.id }
        for row in try Row.fetchAll(database, sql: "SELECT * FROM passwords") {
            let record = PasswordRecord(
                hash: PasswordHash(row["hash"]), isTemporary: row["is_temporary"], changedAt: row.time("changed_at"),
                expiresAt: (row["expires_at"] as Int64?).map(Timestamp.init(milliseconds:)),
                earlier: try StoredHashes.read(row["earlier"]))
            image.passwords.append((try row.name("organization"), try row.name("username"), record))
        }
        for row in try Row.fetchAll(database, sql: "SELECT * FROM known_sources ORDER BY last_at") {
            let known = KnownSource(source: row["source"], lastAt: row.time("last_at"))
            image.knownSources.append((try row.name("organization"), try row.name("username"), known))
        }
        for row in try Row.fetchAll(database, sql: "SELECT * FROM failures") {
            let key = FailureRecord.Key(login: try row.digest("login"), source: row["source"])
            image.failures.append(
                FailureRecord(key: key, failures: row["failures"], lastAt: row.time("last_at")))
        }
        image.ended = try ended(database)
        image.cooling = try Row.fetchAll(
            database, sql: "SELECT * FROM sessions WHERE cools_until > ?", arguments: [now.milliseconds]
        ).map { try $0.session() }
        image.reservations = try Reservations.all(database)
        image.drain = try StoredDrain.read(database)
        for row in try Row.fetchAll(database, sql: "SELECT * FROM request_keys") {
            image.requestKeys.append(try requestKey(row))
        }
        image.lastFence = try lastFence(database)
        return image
    }

    /// The greatest fence ever granted, here or by a ledger that this one took the place of. Of earlier schemas too.
    static func lastFence(_ database: Database) throws -> Int64 {
        let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM sessions") ?? 0
        let hasFloor = try database.columns(in: "ledger").contains { $0.name == "fence_floor" }
        let floor = hasFloor ? try Int64.fetchOne(database, sql: "SELECT fence_floor FROM ledger") ?? 0 : 0
        return max(floor, SessionID(rawValue: UInt64(max(0, last))).fence)
    }

    /// The sessions that ended last, in the order of their ends. Rows lie in the order of opening, and there is no index by
    /// end; so the last to end are looked for among four times as many of the last to open.
    private static func ended(_ database: Database) throws -> [SessionRecord] {
        let sql = """
            SELECT * FROM (SELECT * FROM sessions WHERE ended_at IS NOT NULL ORDER BY id DESC
                LIMIT \(4 * Limits.rememberedEnds))
            ORDER BY ended_at DESC, id DESC LIMIT \(Limits.rememberedEnds)
            """
        return try Row.fetchAll(database, sql: sql).map { try $0.session() }.reversed()
    }

    private static func account(_ row: Row) throws -> Account {
        var account = Account()
        account.organization = try row.name("organization")
        account.username = try row.name("username")
        account.email = try row.optionalName("email")
        account.displayName = try row.optionalName("display_name")
        account.role = try row.word("role")
        account.osUser = try row.optionalName("os_user")
        account.subject = try row.optionalName("subject")
        account.station = StationAssignment(try row.word("station_kind"), try row.optionalName("station"))
        account.state = try row.word("state")
        account.createdAt = row.time("created_at")
        account.startsAt = (row["starts_at"] as Int64?).map(Timestamp.init(milliseconds:))
        return account
    }

    private static func requestKey(_ row: Row) throws -> RequestKeyRecord {
        RequestKeyRecord(
            name: RequestKeyRecord.Name(uid: UInt32(row["uid"] as Int64), key: try row.name("key")),
            fingerprint: try row.digest("fingerprint"),
            session: (row["session"] as Int64?).map { SessionID(rawValue: UInt64($0)) }, result: row["result"],
            at: row.time("at"))
    }

    static func session(_ id: SessionID, _ database: Database) throws -> SessionRecord? {
        guard id.rawValue <= UInt64(Int64.max) else { return nil }
        return try Row.fetchOne(
            database, sql: "SELECT * FROM sessions WHERE id = ?", arguments: [Int64(id.rawValue)])?.session()
    }

    static func audit(_ query: AuditQuery, _ database: Database) throws -> (records: [AuditRecord], next: Int64?) {
        let sql = "SELECT seq, organization, record FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT \(scanned)"
        var records: [AuditRecord] = []
        var seen = 0
        let rows = try Row.fetchCursor(database, sql: sql, arguments: [query.before ?? Int64.max])
        while let row = try rows.next() {
            if records.count == query.limit { return (records, records.last?.seq) }
            seen += 1
            if let organization = query.organization, row["organization"] as String? != organization.text {
                if seen == scanned { return (records, row["seq"]) }
                continue
            }
            let record = try AuditRecord(reply: try JSONReader.read(row["record"] as String))
            let isWanted = (query.from.map { record.at >= $0 } ?? true) && (query.to.map { record.at < $0 } ?? true)
            if isWanted { records.append(record) }
            if seen == scanned { return (records, record.seq) }
        }
        return (records, nil)
    }
}
