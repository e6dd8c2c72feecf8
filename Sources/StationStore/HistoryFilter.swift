import GRDB
import StationCore
import StationProtocol

/// A history query in SQL, so that rows that do not fit are passed over without being decoded.
///
/// A station is held by one session after the other, and so is an account by its work sessions. Going down from the newest,
/// a session that was opened before the times that are asked for is therefore the last one that can fit: those before it
/// had ended when it was opened. By the clock of their time, that is, which may have been set back since; so only a session
/// counts that was opened ``GrantTime/slack`` before.
struct HistoryFilter {
    /// Whether a row fits; never NULL.
    let fits: String
    /// Whether a row is of a work session at the place that was opened long enough before the times asked for.
    let ends: String
    /// What the question marks of both stand for, in this order.
    let values: StatementArguments
    /// Milliseconds by which sessions must have been opened before such a row to have ended when it was opened. A station's
    /// have, all of them. Of an account's, console sessions overlap the others; but the row shows that stationd was running
    /// then, and it lets none last longer than twelve hours.
    let overlap: Int64

    init(_ query: HistoryQuery, _ place: HistoryPlace?) {
        var terms: [String] = []
        var values = StatementArguments()
        func require(_ term: String, _ value: StatementArguments) {
            terms.append(term)
            values += value
        }
        if let organization = query.organization { require("sessions.organization = ?", [organization.text]) }
        if let account = query.account { require("account = ?", [account.text]) }
        if let station = query.station { require("station IS ?", [station.text]) }
        if let at = query.at?.milliseconds {
            require("opened_at <= ? AND (ended_at IS NULL OR ended_at > ?)", [at, at])
        }
        if let from = query.from?.milliseconds { require("(ended_at IS NULL OR ended_at >= ?)", [from]) }
        if let to = query.to?.milliseconds { require("opened_at < ?", [to]) }
        if let reasons = query.reasons {
            let marks = databaseQuestionMarks(count: reasons.count)
            require("(end_reason IN (\(marks))) IS TRUE", StatementArguments(reasons.map(\.rawValue)))
        }
        fits = terms.isEmpty ? "TRUE" : terms.joined(separator: " AND ")
        if let place, let first = [query.at, query.from].compactMap({ $0?.milliseconds }).max() {
            let isAtPlace = "sessions.organization = ? AND \(place.kind.column) IS ?"
            ends = "\(isAtPlace) AND purpose = 'work' AND opened_at < ?"
            values += [place.organization, place.name, first - GrantTime.slack]
        } else {
            ends = "FALSE"
        }
        overlap = place?.kind == .account ? Limits.consoleSeconds * 1_000 + GrantTime.slack : 0
        self.values = values
    }
}
