import GRDB
import StationCore
import StationProtocol

/// Writes the changes that come now and then; ``ChangeWriter`` keeps statements for those that come all the time.
enum RareChange {
    static func write(_ change: LedgerChange, _ database: Database) throws {
        switch change {
        case .organization(let organization):
            try database.execute(
                sql: """
                    INSERT INTO organizations (slug, name, policies, created_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT (slug) DO UPDATE SET name = excluded.name, policies = excluded.policies
                    """,
                arguments: [
                    organization.slug.text, organization.name.text, StoredPolicies.text(organization.policies),
                    organization.createdAt.milliseconds,
                ])
        case .accountRemoved(let slug, let username):
            try database.execute(
                sql: "DELETE FROM accounts WHERE organization = ? AND username = ?",
                arguments: [slug.text, username.text])
        case .pool(let record):
            try database.execute(
                sql: "INSERT INTO pools (organization, name, first, last, ordinal) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    record.pool.organization.text, record.pool.name.text, record.pool.first.text,
                    record.pool.last.text, record.ordinal,
                ])
        case .poolRemoved(let slug, let name):
            try database.execute(
                sql: "DELETE FROM pools WHERE organization = ? AND name = ?", arguments: [slug.text, name.text])
        case .sessionEnding(let id, let ending):
            try database.execute(
                sql: """
                    UPDATE sessions SET ending_reason = ?, ending_at = ?, ending_by = ?, ending_comment = ? WHERE id = ?
                    """,
                arguments: [
                    ending.reason.rawValue, ending.at.milliseconds, ending.by, ending.comment?.text,
                    Int64(id.rawValue),
                ])
        case .coolingEnded(let slug, let station, let moment):
            try database.execute(
                sql:
                    "UPDATE sessions SET cools_until = NULL WHERE cools_until > ? AND organization = ? AND station = ?",
                arguments: [moment.milliseconds, slug.text, station.text])
        case .reservation(let record): try Reservations.insert(record, database)
        case .reservationRemoved(let record): try Reservations.remove(record, database)
        case .reservationsForgotten(let moment): try Reservations.forget(before: moment, database)
        case .drain(let record): try StoredDrain.write(record, database)
        case .sessionHolder(let id, let holder):
            try database.execute(
                sql: """
                    UPDATE sessions SET pid = coalesce(?, pid), process_start = ?, os_session = ?, holder_named = ?
                    WHERE id = ?
                    """,
                arguments: [
                    holder.process.map { Int64($0.pid) }, holder.process?.startTicks, holder.osSession?.text,
                    holder.isNamed, Int64(id.rawValue),
                ])
        case .sessionToken(let id, let token):
            try database.execute(
                sql: "UPDATE sessions SET token = ? WHERE id = ?", arguments: [token.blob, Int64(id.rawValue)])
        case .requestKey(let record):
            try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO request_keys (uid, key, fingerprint, session, result, at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                Int64(record.name.uid), record.name.key.text, record.fingerprint.blob,
                record.session.map { Int64($0.rawValue) }, record.result, record.at.milliseconds,
            ])
        case .requestKeysForgotten(let moment):
            try database.execute(sql: "DELETE FROM request_keys WHERE at < ?", arguments: [moment.milliseconds])
        case .password(let slug, let username, let record):
            try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO passwords
                        (organization, username, hash, is_temporary, changed_at, expires_at, earlier)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                slug.text, username.text, record.hash.text, record.isTemporary, record.changedAt.milliseconds,
                record.expiresAt?.milliseconds, StoredHashes.text(record.earlier),
            ])
        case .knownSource(let slug, let username, let known):
            try KnownSources.insert(known, slug, username, database)
        case .failures(let record) where record.failures == 0:
            try database.cachedStatement(sql: "DELETE FROM failures WHERE login = ? AND source = ?")
                .execute(arguments: [record.key.login.blob, record.key.source])
        case .failures(let record):
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO failures (login, source, failures, last_at) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [
                record.key.login.blob, record.key.source, record.failures, record.lastAt.milliseconds,
            ])
        case .unlocked(_, let records):
            for record in records { try write(.failures(record), database) }
        case .failuresForgotten(let moment):
            try database.execute(sql: "DELETE FROM failures WHERE last_at < ?", arguments: [moment.milliseconds])
        case .mail(let mail):
            try database.execute(
                sql: "INSERT INTO mails (organization, username, kind, at) VALUES (?, ?, ?, ?)",
                arguments: [mail.organization.text, mail.account.text, mail.kind.rawValue, mail.at.milliseconds])
        case .account, .lastStation, .sessionOpened, .sessionEnded, .audit:
            preconditionFailure("ChangeWriter writes these")
        }
    }
}
