import Foundation
import GRDB
import StationCore
import StationProtocol

extension Digest {
    var blob: Data { Data(bytes) }
}

/// An organization's policies as the ledger stores them: their JSON, read with what is new in this version at its default.
enum StoredPolicies {
    static func text(_ policies: Policies) -> String {
        var writer = JSONWriter()
        policies.write(to: &writer)
        return writer.text
    }

    static func read(_ text: String) throws -> Policies {
        var policies = Policies()
        guard let object = try JSONReader.read(text).object else { return policies }
        var reader = try FieldReader(object, lenient: true)
        var changes = PolicyChanges()
        try changes.visit(&reader)
        changes.apply(to: &policies)
        return policies
    }
}

/// A value of the ledger that is not what this program writes.
struct Unreadable: Error, CustomStringConvertible {
    var column: String
    var description: String { "the ledger holds an unreadable value in \(column)" }
}

extension Row {
    /// A column that holds the text of a name.
    func name<Name: WireString>(_ column: String) throws -> Name {
        guard let name = try optionalName(column) as Name? else { throw Unreadable(column: column) }
        return name
    }

    func optionalName<Name: WireString>(_ column: String) throws -> Name? {
        guard let text: String = self[column] else { return nil }
        guard let name = Name(text) else { throw Unreadable(column: column) }
        return name
    }

    func word<Word: WireEnum>(_ column: String) throws -> Word {
        guard let text: String = self[column], let word = Word(rawValue: text) else { throw Unreadable(column: column) }
        return word
    }

    func time(_ column: String) -> Timestamp { Timestamp(milliseconds: self[column]) }

    func digest(_ column: String) throws -> Digest {
        guard let bytes: Data = self[column], let digest = Digest(bytes) else { throw Unreadable(column: column) }
        return digest
    }

    func session() throws -> SessionRecord {
        var record = SessionRecord(
            id: SessionID(rawValue: UInt64(self["id"] as Int64)), organization: try name("organization"),
            account: try name("account"), role: try word("role"), station: try optionalName("station"),
            token: try digest("token"), deviceLabel: try optionalName("device"), uid: UInt32(self["uid"] as Int64),
            pid: (self["pid"] as Int64?).map { Int32(truncatingIfNeeded: $0) }, host: self["host"],
            bootID: self["boot_id"], leaseSeconds: self["lease_seconds"], openedAt: time("opened_at"))
        record.purpose = try word("purpose")
        if let pid = record.pid, let start = self["process_start"] as Int64? {
            record.holder.process = ProcessIdentity(pid: pid, startTicks: start)
        }
        record.holder.osSession = try optionalName("os_session")
        record.holder.isNamed = self["holder_named"]
        if self["ending_at"] as Int64? != nil {
            record.ending = SessionEnding(
                reason: try word("ending_reason"), at: time("ending_at"), by: self["ending_by"],
                comment: try optionalName("ending_comment"))
        }
        guard self["ended_at"] as Int64? != nil else { return record }
        var end = SessionEnd(
            at: time("ended_at"), reason: try word("end_reason"), lastSeenAt: time("last_seen_at"),
            by: self["ended_by"], comment: try optionalName("comment"))
        end.coolsUntil = (self["cools_until"] as Int64?).map(Timestamp.init(milliseconds:))
        record.end = end
        return record
    }
}
