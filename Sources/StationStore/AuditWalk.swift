import Foundation
import GRDB
import StationCore
import StationProtocol

/// One walk along the chain, a piece at a time, so that nobody's commit waits for all of it.
struct AuditWalk {
    /// Records looked at in one piece.
    static let piece = 1_000

    private var last: (seq: Int64, hash: StationCore.Digest)?
    private(set) var reply = AuditVerify.Reply()
    private let wanted: AuditHead?

    init(wanted: AuditHead?) { self.wanted = wanted }

    /// - Returns: whether there is more to look at.
    mutating func step(_ database: Database) throws -> Bool {
        var last = try self.last ?? AuditChain.anchor(database)
        if self.last == nil {
            try compare(last)
            // Before the beginning nothing was ever written.
            let sql = "SELECT min(seq) FROM audit WHERE seq <= ?"
            if let stray = try Int64.fetchOne(database, sql: sql, arguments: [last.seq]) {
                reply.broken = AuditBreak(seq: stray, .inserted)
            }
        }
        let rows = try Row.fetchCursor(
            database,
            sql:
                "SELECT seq, organization, record, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT \(AuditWalk.piece)",
            arguments: [last.seq])
        var seen = 0
        while reply.broken == nil, let row = try rows.next() {
            seen += 1
            let seq: Int64 = row["seq"]
            let text: String = row["record"]
            let hash = AuditChain.next(last.hash, Array(text.utf8))
            if seq != last.seq + 1 {
                reply.broken = AuditBreak(seq: last.seq + 1, .removed)
            } else if let inside = (try? JSONReader.read(text))?["seq"]?.integer, inside != seq {
                reply.broken = AuditBreak(seq: seq, .reordered)
            } else if (row["hash"] as Data?) != hash.blob || AuditWalk.isMisfiled(row, text) {
                reply.broken = AuditBreak(seq: seq, .changed)
            } else {
                last = (seq, hash)
                try compare(last)
                if reply.broken == nil { reply.records += 1 }
            }
        }
        self.last = last
        reply.head = AuditHead(last)
        if seen == AuditWalk.piece, reply.broken == nil { return true }
        if reply.broken == nil {
            // What the ledger itself says of its end, and what was kept elsewhere of it.
            let end = try LedgerProgress.read(database).audit
            if end.seq > last.seq || wanted.map({ $0.seq > last.seq }) == true {
                reply.broken = AuditBreak(seq: last.seq + 1, .removed)
            } else if end.seq < last.seq {
                reply.broken = AuditBreak(seq: end.seq + 1, .inserted)
            }
        }
        reply.intact = reply.broken == nil
        return false
    }

    /// The organization that lists go by is told apart from the record, and has to be the record's.
    private static func isMisfiled(_ row: Row, _ text: String) -> Bool {
        (row["organization"] as String?) != (try? JSONReader.read(text))?["organization"]?.string
    }

    /// A whole chain may have been written anew; the copy of a head kept elsewhere tells.
    private mutating func compare(_ at: (seq: Int64, hash: StationCore.Digest)) throws {
        guard let wanted, wanted.seq == at.seq, wanted != AuditHead(at) else { return }
        reply.broken = AuditBreak(seq: at.seq, .changed)
    }
}
