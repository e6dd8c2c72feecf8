/// The lines that go out.
public enum ReplyLine {
    public static func result(_ id: RequestID, _ result: some WireObject, to writer: inout JSONWriter) {
        begin(id, &writer)
        writer.key("result")
        result.write(to: &writer)
        writer.endObject()
        writer.endLine()
    }

    /// - Parameter result: a result as it was written once.
    public static func repeated(_ id: RequestID, _ result: String, to writer: inout JSONWriter) {
        begin(id, &writer)
        writer.key("result")
        writer.verbatim(result)
        writer.endObject()
        writer.endLine()
    }

    public static func error(_ id: RequestID?, _ refusal: Refusal, to writer: inout JSONWriter) {
        begin(id, &writer)
        writer.key("error")
        refusal.write(to: &writer)
        writer.endObject()
        writer.endLine()
    }

    /// - Parameter subscription: nil for what a connection gets without subscribing.
    public static func event(
        _ type: EventType, subscription: Int64?, seq: Int64, data: EventData, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("method")
        writer.string("event")
        writer.key("params")
        writer.beginObject()
        writer.key("subscription")
        if let subscription { writer.integer(subscription) } else { writer.null() }
        writer.key("seq")
        writer.integer(seq)
        writer.key("type")
        writer.string(type.rawValue)
        writer.key("data")
        data.write(to: &writer)
        writer.endObject()
        writer.endObject()
        writer.endLine()
    }

    private static func begin(_ id: RequestID?, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("id")
        if let id { id.write(to: &writer) } else { writer.null() }
    }
}
