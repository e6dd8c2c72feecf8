import GRDB
import StationCore
import StationProtocol

/// Writes changes into an open transaction. One statement for each kind, prepared once.
struct ChangeWriter {
    private var lastAudit: Int64
    private var text = JSONWriter()

    init(_ database: Database) throws {
        lastAudit = try Int64.fetchOne(database, sql: "SELECT max(seq) FROM audit") ?? 0
    }

    mutating func write(_ change: LedgerChange, _ database: Database) throws {
        switch change {
        case .sessionOpened(let record): try insert(record, database)
        case .sessionEnded(let id, let end):
            try run(
                database,
                "UPDATE sessions SET ended_at = ?, end_reason = ?, last_seen_at = ?, ended_by = ?, comment = ? WHERE id = ?",
                [
                    end.at.milliseconds, end.reason.rawValue, end.lastSeenAt.milliseconds, end.by, end.comment?.text,
                    Int64(id.rawValue),
                ])
        case .audit(let entry):
            lastAudit += 1
            AuditText.write(entry, seq: lastAudit, to: &text)
            try run(
                database, "INSERT INTO audit (seq, organization, record) VALUES (?, ?, ?)",
                [lastAudit, entry.organization?.text, text.text])
        case .sessionToken(let id, let token):
            try run(
                database, "UPDATE sessions SET token = ? WHERE id = ?",
                [bytes(token), Int64(id.rawValue)])
        case .requestKey(let record):
            try run(
                database,
                "INSERT OR REPLACE INTO request_keys (uid, key, fingerprint, session, result, at) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    Int64(record.name.uid), record.name.key.text, bytes(record.fingerprint),
                    record.session.map { Int64($0.rawValue) }, record.result, record.at.milliseconds,
                ])
        case .requestKeysForgotten(let moment):
            try run(database, "DELETE FROM request_keys WHERE at < ?", [moment.milliseconds])
        case .lastStation(let slug, let username, let station):
            try run(
                database, "UPDATE accounts SET last_station = ? WHERE organization = ? AND username = ?",
                [station.text, slug.text, username.text])
        case .organization, .account, .accountRemoved, .pool, .poolRemoved: try administer(change, database)
        }
    }

    private func insert(_ record: SessionRecord, _ database: Database) throws {
        try run(
            database,
            """
            INSERT INTO sessions (id, organization, account, role, purpose, station, token, device, uid, pid, host,
                boot_id, lease_seconds, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                Int64(record.id.rawValue), record.organization.text, record.account.text, record.role.rawValue,
                record.purpose.rawValue, record.station?.text, bytes(record.token), record.deviceLabel?.text,
                Int64(record.uid), record.pid.map { Int64($0) }, record.host, record.bootID, record.leaseSeconds,
                record.openedAt.milliseconds,
            ])
    }

    private func administer(_ change: LedgerChange, _ database: Database) throws {
        switch change {
        case .organization(let organization):
            try run(
                database,
                """
                INSERT INTO organizations (slug, name, policies, created_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (slug) DO UPDATE SET name = excluded.name, policies = excluded.policies
                """,
                [
                    organization.slug.text, organization.name.text, StoredPolicies.text(organization.policies),
                    organization.createdAt.milliseconds,
                ])
        case .account(let account): try upsert(account, database)
        case .accountRemoved(let slug, let username):
            try run(
                database, "DELETE FROM accounts WHERE organization = ? AND username = ?", [slug.text, username.text])
        case .pool(let record):
            try run(
                database, "INSERT INTO pools (organization, name, first, last, ordinal) VALUES (?, ?, ?, ?, ?)",
                [
                    record.pool.organization.text, record.pool.name.text, record.pool.first.text,
                    record.pool.last.text, record.ordinal,
                ])
        case .poolRemoved(let slug, let name):
            try run(database, "DELETE FROM pools WHERE organization = ? AND name = ?", [slug.text, name.text])
        default: break
        }
    }

    private func upsert(_ account: Account, _ database: Database) throws {
        try run(
            database,
            """
            INSERT INTO accounts (organization, username, email, display_name, role, os_user, subject, station_kind,
                station, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organization, username) DO UPDATE SET email = excluded.email,
                display_name = excluded.display_name, role = excluded.role, os_user = excluded.os_user,
                subject = excluded.subject, station_kind = excluded.station_kind, station = excluded.station,
                state = excluded.state
            """,
            [
                account.organization.text, account.username.text, account.email?.text, account.displayName?.text,
                account.role.rawValue, account.osUser?.text, account.subject?.text, account.station.kind.rawValue,
                account.station.id?.text, account.state.rawValue, account.createdAt.milliseconds,
            ])
    }

    private func run(_ database: Database, _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        let statement = try database.cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(arguments))
        try statement.execute()
    }

    /// GRDB binds `Data` as a blob.
    private func bytes(_ digest: Digest) -> DatabaseValue { digest.blob.databaseValue }
}
