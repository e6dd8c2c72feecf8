import GRDB
import StationCore
import StationProtocol

/// What a ``LedgerQuery`` found.
public enum LedgerAnswer: Sendable {
    case history([SessionRecord], next: SessionID?)
    case session(SessionRecord?)
    case audit([AuditRecord], next: Int64?)
    case verified(AuditVerify.Reply)

    init(_ query: LedgerQuery, _ database: Database) throws {
        switch query {
        case .history(let query):
            let page = try LedgerReader.history(query, database)
            self = .history(page.records, next: page.next)
        case .session(let id, let organization):
            let record = try LedgerReader.session(id, database)
            self = .session(organization == nil || record?.organization == organization ? record : nil)
        case .audit(let query):
            let (records, next) = try LedgerReader.audit(query, database)
            self = .audit(records, next: next)
        case .verify: preconditionFailure("the ledger walks along the chain by itself")
        }
    }
}
