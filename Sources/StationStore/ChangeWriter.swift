import GRDB
import StationCore
import StationProtocol

/// Writes changes into an open transaction. One statement for each kind, prepared once for each connection.
struct ChangeWriter {
    private(set) var progress: LedgerProgress
    private var text = JSONWriter()
    private let openSession: Prepared
    private let endSession: Prepared
    private let insertAudit: Prepared
    private let lastStation: Prepared
    private let upsertAccount: Prepared
    private let markProgress: Prepared

    init(_ database: Database) throws {
        progress = try LedgerProgress.read(database)
        openSession = try Prepared(
            database,
            """
            INSERT INTO sessions (id, organization, account, role, purpose, station, token, device, uid, pid, host,
                boot_id, lease_seconds, opened_at, process_start, os_session, holder_named)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        endSession = try Prepared(
            database,
            """
            UPDATE sessions SET ended_at = ?, end_reason = ?, last_seen_at = ?, ended_by = ?, comment = ?, cools_until = ?
            WHERE id = ?
            """)
        insertAudit = try Prepared(database, "INSERT INTO audit (seq, organization, record, hash) VALUES (?, ?, ?, ?)")
        lastStation = try Prepared(
            database, "UPDATE accounts SET last_station = ? WHERE organization = ? AND username = ?")
        markProgress = try Prepared(
            database, "UPDATE ledger SET head_seq = ?, head_hash = ?, batches = ?, longest = ? WHERE only = 1")
        upsertAccount = try Prepared(
            database,
            """
            INSERT INTO accounts (organization, username, email, display_name, role, os_user, subject, station_kind,
                station, state, created_at, starts_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organization, username) DO UPDATE SET email = excluded.email,
                display_name = excluded.display_name, role = excluded.role, os_user = excluded.os_user,
                subject = excluded.subject, station_kind = excluded.station_kind, station = excluded.station,
                state = excluded.state, starts_at = excluded.starts_at
            """)
    }

    mutating func write(_ change: LedgerChange, _ database: Database) throws {
        switch change {
        case .sessionOpened(let record): try insert(record)
        case .sessionEnded(let id, let end):
            let lasted = end.at.milliseconds - (Int64(id.rawValue) >> GrantTime.shift)
            progress.longest = max(progress.longest, lasted)
            try endSession.run {
                $0.integer(end.at.milliseconds)
                $0.text(end.reason.rawValue)
                $0.integer(end.lastSeenAt.milliseconds)
                $0.text(end.by)
                $0.text(end.comment?.text)
                $0.integer(end.coolsUntil?.milliseconds)
                $0.integer(Int64(id.rawValue))
            }
        case .audit(let entry):
            let seq = progress.audit.seq + 1
            AuditText.write(entry, seq: seq, to: &text)
            let record = text.bytes
            let hash = AuditChain.next(progress.audit.hash, record)
            try insertAudit.run {
                $0.integer(seq)
                $0.text(entry.organization?.text)
                $0.text(record)
                $0.digest(hash)
            }
            progress.audit = (seq, hash)
        case .lastStation(let slug, let username, let station):
            try lastStation.run {
                $0.text(station.text)
                $0.text(slug.text)
                $0.text(username.text)
            }
        case .account(let account): try upsert(account)
        case .organization, .accountRemoved, .pool, .poolRemoved, .sessionToken, .requestKey, .requestKeysForgotten,
            .sessionHolder, .sessionEnding, .coolingEnded, .reservation, .reservationRemoved, .reservationsForgotten,
            .drain,
            .password, .knownSource, .failures, .unlocked, .failuresForgotten, .mail:
            try RareChange.write(change, database)
        }
    }

    /// Writes down how far the ledger is with this batch. Once for all of it, and last.
    mutating func finish() throws {
        progress.batches += 1
        try markProgress.run {
            $0.integer(progress.audit.seq)
            $0.digest(progress.audit.hash)
            $0.integer(progress.batches)
            $0.integer(progress.longest)
        }
    }

    private func insert(_ record: SessionRecord) throws {
        try openSession.run {
            $0.integer(Int64(record.id.rawValue))
            $0.text(record.organization.text)
            $0.text(record.account.text)
            $0.text(record.role.rawValue)
            $0.text(record.purpose.rawValue)
            $0.text(record.station?.text)
            $0.digest(record.token)
            $0.text(record.deviceLabel?.text)
            $0.integer(Int64(record.uid))
            $0.integer(record.pid.map(Int64.init))
            $0.text(record.host)
            $0.text(record.bootID)
            $0.integer(record.leaseSeconds)
            $0.integer(record.openedAt.milliseconds)
            $0.integer(record.holder.process?.startTicks)
            $0.text(record.holder.osSession?.text)
            $0.integer(record.holder.isNamed ? 1 : 0)
        }
    }

    private func upsert(_ account: Account) throws {
        try upsertAccount.run {
            $0.text(account.organization.text)
            $0.text(account.username.text)
            $0.text(account.email?.text)
            $0.text(account.displayName?.text)
            $0.text(account.role.rawValue)
            $0.text(account.osUser?.text)
            $0.text(account.subject?.text)
            $0.text(account.station.kind.rawValue)
            $0.text(account.station.id?.text)
            $0.text(account.state.rawValue)
            $0.integer(account.createdAt.milliseconds)
            $0.integer(account.startsAt?.milliseconds)
        }
    }
}
