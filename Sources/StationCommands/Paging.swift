import StationClient
import StationProtocol

/// A call that lists.
protocol ListCall: Call {
    associatedtype Item: PageItem where Reply == Page<Item>
    var limit: Int64? { get set }
    var cursor: Cursor? { get set }
}

extension SessionList: ListCall { typealias Item = Session }
extension SessionHistory: ListCall { typealias Item = Session }
extension StationList: ListCall { typealias Item = Station }
extension PoolList: ListCall { typealias Item = Pool }
extension AccountList: ListCall { typealias Item = Account }
extension OrganizationList: ListCall { typealias Item = Organization }
extension AuditList: ListCall { typealias Item = AuditRecord }

extension StationClient {
    /// All items, page by page, up to `limit`.
    func all<List: ListCall>(_ call: List, limit: Int?) async throws -> [List.Item] {
        var call = call
        var items: [List.Item] = []
        let wanted = limit ?? Int.max
        repeat {
            call.limit = min(Limits.pageItems.upperBound, Int64(clamping: wanted - items.count))
            let page = try await self.call(call)
            items += page.items
            call.cursor = page.nextCursor
        } while call.cursor != nil && items.count < wanted
        return Array(items.prefix(wanted))
    }
}
