import Crypto
import Foundation
import GRDB
import StationCore
import StationProtocol

/// The hash chain over the audit: each record's hash is over the hash before it and the record's canonical text, so that
/// none can be changed, taken out or moved without all that follow being written anew.
enum AuditChain {
    /// The hash before the first record.
    static let beginning = StationCore.Digest((0, 0, 0, 0))

    static func next(_ before: StationCore.Digest, _ record: [UInt8]) -> StationCore.Digest {
        var hash = SHA256()
        hash.update(data: before.bytes)
        record.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { StationCore.Digest($0)! }
    }

    /// The record before the oldest that is kept.
    static func anchor(_ database: Database) throws -> (seq: Int64, hash: StationCore.Digest) {
        guard let row = try Row.fetchOne(database, sql: "SELECT anchor_seq, anchor_hash FROM ledger") else {
            return (0, beginning)
        }
        return (row["anchor_seq"], try row.digest("anchor_hash"))
    }

    /// Gives records written before there was a chain their hashes.
    static func begin(_ database: Database) throws {
        var (seq, hash) = (Int64(0), beginning)
        let rows = try Row.fetchCursor(database, sql: "SELECT seq, record FROM audit ORDER BY seq")
        let update = try database.makeStatement(sql: "UPDATE audit SET hash = ? WHERE seq = ?")
        while let row = try rows.next() {
            hash = next(hash, Array((row["record"] as String).utf8))
            seq = row["seq"]
            try update.execute(arguments: [hash.blob, seq])
        }
        try database.execute(sql: "UPDATE ledger SET head_seq = ?, head_hash = ?", arguments: [seq, hash.blob])
    }
}

extension AuditHead {
    init(_ head: (seq: Int64, hash: StationCore.Digest)) {
        self.init(seq: head.seq, hash: AuditHash(head.hash.bytes.map { String(format: "%02x", $0) }.joined())!)
    }
}
