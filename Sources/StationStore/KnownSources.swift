import GRDB
import StationCore
import StationProtocol

/// The sources that accounts log in from, as many as memory keeps.
enum KnownSources {
    static func insert(_ known: KnownSource, _ slug: Slug, _ username: Username, _ database: Database) throws {
        // The account may have been removed in the same moment.
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO known_sources (organization, username, source, last_at)
                SELECT organization, username, ?, ? FROM accounts WHERE organization = ? AND username = ?
                """
        ).execute(arguments: [known.source, known.lastAt.milliseconds, slug.text, username.text])
        try database.cachedStatement(
            sql: """
                DELETE FROM known_sources WHERE organization = ? AND username = ? AND source NOT IN (
                    SELECT source FROM known_sources WHERE organization = ? AND username = ?
                    ORDER BY last_at DESC LIMIT \(KnownSource.capacity))
                """
        ).execute(arguments: [slug.text, username.text, slug.text, username.text])
    }
}

/// Earlier password hashes, as a JSON array.
enum StoredHashes {
    static func text(_ hashes: [PasswordHash]) -> String {
        var writer = JSONWriter()
        hashes.map(\.text).write(to: &writer)
        return writer.text
    }

    static func read(_ text: String) throws -> [PasswordHash] {
        (try JSONReader.read(text).array ?? []).compactMap(\.string).map(PasswordHash.init)
    }
}
