/// Something that lists are made of.
public protocol PageItem: WireObject {
    /// The key under which a list of these stands.
    static var pageKey: StaticString { get }
    /// Where a list goes on behind this item.
    var cursor: Cursor { get }
}

/// One part of a list: as many items as were asked for and fit a line, and where the list goes on.
///
/// A page may be short, even empty, and still have a `nextCursor`; a list ends where there is none.
public struct Page<Item: PageItem>: WireObject {
    public var items: [Item] = []
    public var nextCursor: Cursor?

    /// Room for the envelope around the page and for the cursor behind its items.
    private static var budget: Int { Limits.replyBytes - 1_024 }

    public init() {}

    public init(_ items: [Item], nextCursor: Cursor? = nil) {
        self.items = items
        self.nextCursor = nextCursor
    }

    /// The first `limit` of `items`, which the caller fetched one more of to know whether there are more.
    public init(_ items: [Item], limit: Int64) {
        self.items = Array(items.prefix(Int(limit)))
        nextCursor = items.count > Int(limit) ? self.items.last?.cursor : nil
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required(Item.pageKey, &items)
        try visitor.optional("nextCursor", &nextCursor)
    }

    public func write(to writer: inout JSONWriter) {
        let start = writer.count
        writer.beginObject()
        writer.key(Item.pageKey)
        writer.beginArray()
        var next = nextCursor
        for (index, item) in items.enumerated() {
            item.write(to: &writer)
            if writer.count - start > Page.budget - Page.largestItem, index + 1 < items.count {
                next = item.cursor
                break
            }
        }
        writer.endArray()
        if let next {
            writer.key("nextCursor")
            writer.string(next.text)
        }
        writer.endObject()
    }

    /// No item is larger: every text in one has a bound. Room for one more is kept free while writing.
    private static var largestItem: Int { 8_192 }
}
