import StationCore
import StationHost
import StationProtocol

/// What the audit needs now and then.
extension BrokerLoop {
    /// Once an hour, and at the start and the end: where the audit's chain stands, so that a copy lives in the journal.
    func logAuditHead() {
        let head = ledger.figures.auditHead
        guard head != loggedHead else { return }
        loggedHead = head
        logger.notice("the audit's head", metadata: ["seq": "\(head.seq)", "hash": "\(head.hash)"])
    }

    /// Sessions that ended longer ago than the administrator has chosen go.
    func removeOldHistory() {
        guard settings.historyDays > 0 else { return }
        let before = Timestamp(milliseconds: HostClock.wallMilliseconds - Int64(settings.historyDays) * 86_400_000)
        ledger.removeHistory(before: before) { [logger] count in
            guard count > 0 else { return }
            logger.notice("old sessions were removed", metadata: ["count": "\(count)", "before": "\(before)"])
        }
    }

    /// Records beyond the age that the administrator has chosen go.
    func removeOldAudit() {
        guard settings.auditDays > 0 else { return }
        let before = Timestamp(milliseconds: HostClock.wallMilliseconds - Int64(settings.auditDays) * 86_400_000)
        ledger.removeAudit(before: before) { [logger] count in
            guard count > 0 else { return }
            logger.notice("old audit records were removed", metadata: ["count": "\(count)", "before": "\(before)"])
        }
    }
}
