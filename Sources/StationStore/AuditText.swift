import StationCore
import StationProtocol

/// The canonical text of an audit record: JSON without white space, keys in byte order, strings with the fewest escapes,
/// integers only. Two writers of the same record write the same bytes, so that a hash over them means something.
enum AuditText {
    static func write(_ entry: AuditEntry, seq: Int64, to writer: inout JSONWriter) {
        writer.removeAll()
        writer.beginObject()
        member("action", "\(entry.action)", &writer)
        writer.key("actor")
        write(entry.actor, &writer)
        member("at", entry.at.text, &writer)
        if !entry.detail.isEmpty {
            writer.key("detail")
            write(entry.detail, &writer)
        }
        if let organization = entry.organization { member("organization", organization.text, &writer) }
        writer.key("seq")
        writer.integer(seq)
        writer.key("target")
        write(entry.target, &writer)
        writer.endObject()
    }

    private static func write(_ actor: Actor, _ writer: inout JSONWriter) {
        writer.beginObject()
        if let account = actor.account { member("account", account.text, &writer) }
        member("kind", actor.kind.rawValue, &writer)
        if let session = actor.session { member("session", session.text, &writer) }
        if let source = actor.source { member("source", source.text, &writer) }
        if let uid = actor.uid {
            writer.key("uid")
            writer.integer(Int64(uid))
        }
        writer.endObject()
    }

    private static func write(_ facts: AuditEntry.Facts, _ writer: inout JSONWriter) {
        writer.beginObject()
        for fact in facts.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            writer.key(fact.key)
            switch fact.value {
            case .text(let text): writer.string(text)
            case .integer(let value): writer.integer(value)
            case .flag(let value): writer.bool(value)
            }
        }
        writer.endObject()
    }

    private static func member(_ key: StaticString, _ value: String, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.string(value)
    }
}
