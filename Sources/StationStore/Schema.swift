import GRDB

/// The ledger's tables. Every version that was ever released can be brought to the newest; none goes back.
enum Schema {
    /// Marks the file as ours: "stat" in ASCII.
    static let applicationID: Int64 = 0x7374_6174

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 the ledger") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: version1)
        }
        migrator.registerMigration("2 passwords and the audit's chain") { database in
            try database.execute(sql: version2)
            try AuditChain.begin(database)
        }
        migrator.registerMigration("3 holders") { try $0.execute(sql: version3) }
        migrator.registerMigration("4 lock-delay, shifts, drain") { try $0.execute(sql: version4) }
        migrator.registerMigration("5 a floor for fences") { try $0.execute(sql: version5) }
        return migrator
    }

    /// The greatest fence of a ledger that a copy took the place of: fences go on from there (invariant 4).
    private static let version5 = """
        ALTER TABLE ledger ADD COLUMN fence_floor INTEGER NOT NULL DEFAULT 0;
        """

    /// Few sessions end uncleanly, so the index of stations that are kept costs a commit nothing; and few are consoles, which
    /// the index of active work sessions leaves out. `longest` is how many milliseconds the longest of all sessions lasted:
    /// what ended after a moment was not opened more than that before it.
    private static let version4 = """
        ALTER TABLE sessions ADD COLUMN cools_until INTEGER;
        ALTER TABLE sessions ADD COLUMN ending_comment TEXT;
        CREATE INDEX sessions_cooling ON sessions (cools_until) WHERE cools_until IS NOT NULL;
        CREATE INDEX sessions_active_console ON sessions (organization, account)
            WHERE ended_at IS NULL AND purpose = 'console';
        ALTER TABLE ledger ADD COLUMN longest INTEGER NOT NULL DEFAULT 0;
        UPDATE ledger SET longest = coalesce((SELECT max(ended_at - (id >> \(GrantTime.shift))) FROM sessions), 0);

        CREATE TABLE reservations (
            organization TEXT NOT NULL,
            station TEXT NOT NULL,
            account TEXT NOT NULL,
            from_at INTEGER NOT NULL,
            until_at INTEGER NOT NULL,
            made_by TEXT NOT NULL,
            PRIMARY KEY (organization, station, from_at),
            FOREIGN KEY (organization, account) REFERENCES accounts ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE drain (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            since INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            mode TEXT NOT NULL,
            deadline_seconds INTEGER,
            comment TEXT
        ) STRICT;
        """

    /// A session lives with a process, which its pid and its start name, or with an OS session, or with both.
    private static let version3 = """
        ALTER TABLE sessions ADD COLUMN process_start INTEGER;
        ALTER TABLE sessions ADD COLUMN os_session TEXT;
        ALTER TABLE sessions ADD COLUMN holder_named INTEGER NOT NULL DEFAULT 0;
        """

    /// A console session is not exclusive, so only work sessions are unique. Typed logins stand in `failures` as digests.
    private static let version2 = """
        ALTER TABLE ledger ADD COLUMN anchor_seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE ledger ADD COLUMN anchor_hash BLOB NOT NULL
            DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000';
        ALTER TABLE ledger ADD COLUMN batches INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE ledger ADD COLUMN head_seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE ledger ADD COLUMN head_hash BLOB NOT NULL
            DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000';
        ALTER TABLE audit ADD COLUMN hash BLOB;
        ALTER TABLE accounts ADD COLUMN starts_at INTEGER;
        ALTER TABLE sessions ADD COLUMN ending_reason TEXT;
        ALTER TABLE sessions ADD COLUMN ending_at INTEGER;
        ALTER TABLE sessions ADD COLUMN ending_by TEXT;

        DROP INDEX sessions_active_account;
        CREATE UNIQUE INDEX sessions_active_account ON sessions (organization, account)
            WHERE ended_at IS NULL AND purpose = 'work';

        CREATE TABLE passwords (
            organization TEXT NOT NULL,
            username TEXT NOT NULL,
            hash TEXT NOT NULL,
            is_temporary INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            expires_at INTEGER,
            earlier TEXT NOT NULL,
            PRIMARY KEY (organization, username),
            FOREIGN KEY (organization, username) REFERENCES accounts ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE known_sources (
            organization TEXT NOT NULL,
            username TEXT NOT NULL,
            source TEXT NOT NULL,
            last_at INTEGER NOT NULL,
            PRIMARY KEY (organization, username, source),
            FOREIGN KEY (organization, username) REFERENCES accounts ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE mails (
            id INTEGER PRIMARY KEY,
            organization TEXT NOT NULL,
            username TEXT NOT NULL,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            FOREIGN KEY (organization, username) REFERENCES accounts ON DELETE CASCADE
        ) STRICT;

        CREATE TABLE failures (
            login BLOB NOT NULL,
            source TEXT NOT NULL,
            failures INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            PRIMARY KEY (login, source)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX failures_last_at ON failures (last_at);
        """

    /// A change costs as many pages as it touches, so what grows is written at its end only: sessions and audit have no
    /// index over their whole history. `session_places` is one, by account and by station, brought up to date many
    /// sessions at a time (``PlaceIndex``).
    ///
    /// Times are milliseconds since 1970. A session's id carries its fence in the upper bits, so its rows lie in the
    /// order of granting. The two unique indexes over active sessions are invariant 1, held by the disk as well.
    private static let version1 = """
        CREATE TABLE ledger (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            recoveries INTEGER NOT NULL,
            indexed_to INTEGER NOT NULL
        ) STRICT;
        INSERT INTO ledger VALUES (1, 0, 0);

        CREATE TABLE organizations (
            slug TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            policies TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE accounts (
            organization TEXT NOT NULL REFERENCES organizations,
            username TEXT NOT NULL,
            email TEXT,
            display_name TEXT,
            role TEXT NOT NULL,
            os_user TEXT,
            subject TEXT,
            station_kind TEXT NOT NULL,
            station TEXT,
            state TEXT NOT NULL,
            last_station TEXT,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (organization, username)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX accounts_email ON accounts (organization, email) WHERE email IS NOT NULL;
        CREATE UNIQUE INDEX accounts_static ON accounts (organization, station) WHERE station_kind = 'static';

        CREATE TABLE pools (
            organization TEXT NOT NULL REFERENCES organizations,
            name TEXT NOT NULL,
            first TEXT NOT NULL,
            last TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            PRIMARY KEY (organization, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            organization TEXT NOT NULL,
            account TEXT NOT NULL,
            role TEXT NOT NULL,
            purpose TEXT NOT NULL,
            station TEXT,
            token BLOB NOT NULL,
            device TEXT,
            uid INTEGER NOT NULL,
            pid INTEGER,
            host TEXT NOT NULL,
            boot_id TEXT NOT NULL,
            lease_seconds INTEGER,
            opened_at INTEGER NOT NULL,
            ended_at INTEGER,
            end_reason TEXT,
            last_seen_at INTEGER,
            ended_by TEXT,
            comment TEXT
        ) STRICT;
        CREATE UNIQUE INDEX sessions_active_account ON sessions (organization, account) WHERE ended_at IS NULL;
        CREATE UNIQUE INDEX sessions_active_station ON sessions (organization, station)
            WHERE ended_at IS NULL AND station IS NOT NULL;

        CREATE TABLE session_places (
            organization TEXT NOT NULL,
            kind INTEGER NOT NULL,
            name TEXT NOT NULL,
            id INTEGER NOT NULL,
            PRIMARY KEY (organization, kind, name, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE request_keys (
            uid INTEGER NOT NULL,
            key TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            session INTEGER,
            result TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (uid, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX request_keys_at ON request_keys (at);

        CREATE TABLE audit (
            seq INTEGER PRIMARY KEY,
            organization TEXT,
            record TEXT NOT NULL
        ) STRICT;
        """
}
