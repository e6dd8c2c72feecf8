import GRDB
import StationCore
import StationProtocol

/// The table of stations that are kept for somebody for a time.
enum Reservations {
    static func insert(_ record: ReservationRecord, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO reservations (organization, station, account, from_at, until_at, made_by)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                record.organization.text, record.station.text, record.account.text, record.from.milliseconds,
                record.until.milliseconds, record.by,
            ])
    }

    static func remove(_ record: ReservationRecord, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM reservations WHERE organization = ? AND station = ? AND from_at = ?",
            arguments: [record.organization.text, record.station.text, record.from.milliseconds])
    }

    static func forget(before moment: Timestamp, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM reservations WHERE until_at <= ?", arguments: [moment.milliseconds])
    }

    static func all(_ database: Database) throws -> [ReservationRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM reservations ORDER BY organization, station, from_at").map {
            ReservationRecord(
                organization: try $0.name("organization"), station: try $0.name("station"),
                account: try $0.name("account"), from: $0.time("from_at"), until: $0.time("until_at"),
                by: $0["made_by"])
        }
    }
}
