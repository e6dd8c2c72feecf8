import StationProtocol

/// Opens and closes: each a durable change of agent and station together.
struct BrokerGrants: Workload {
    let name = "open/close (durable)"
    private var tokens: [[UInt8]?]

    init(_ cell: Cell) { tokens = Array(repeating: nil, count: cell.slots) }

    mutating func append(slot: Int, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: "{\"jsonrpc\":\"2.0\",\"id\":\(slot),".utf8)
        if let token = tokens[slot] {
            buffer.append(contentsOf: "\"method\":\"session.close\",\"params\":{\"token\":\"".utf8)
            buffer.append(contentsOf: token)
            buffer.append(contentsOf: "\"}}\n".utf8)
        } else {
            buffer.append(
                contentsOf:
                    "\"method\":\"session.open\",\"params\":{\"organization\":\"bench\",\"login\":\"a\(slot)\",\"credential\":{\"type\":\"peer\"}}}\n"
                    .utf8)
        }
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, order: inout SlotQueue) -> Answer? {
        guard let reply = BrokerReply(bytes) else { return nil }
        if tokens[reply.slot] != nil {
            tokens[reply.slot] = nil
        } else if !reply.isError {
            // The token is the last member: …,"token":"st_…"}}
            let end = reply.length - 4
            tokens[reply.slot] = Array(bytes[(end - Self.tokenBytes)..<end])
        }
        return Answer(length: reply.length, slot: reply.slot, isError: reply.isError)
    }

    private static let tokenBytes = 35

    func mustRelease(slot: Int) -> Bool { tokens[slot] != nil }
}

/// Is this session active? By its id and fence, or by its token.
struct BrokerVerify: Workload {
    let name: String
    private let params: [String]

    init(_ cell: Cell, socket: String, byToken: Bool) throws {
        name = byToken ? "session.verify (token)" : "session.verify (id, fence)"
        let session = try Setup(socket: socket).standing()
        let param =
            byToken
            ? "{\"token\":\"\(session.token.text)\"}"
            : "{\"id\":\"\(session.session.id)\",\"fence\":\(session.session.fence)}"
        params = Array(repeating: param, count: cell.slots)
    }

    mutating func append(slot: Int, to buffer: inout [UInt8]) {
        buffer.append(
            contentsOf:
                "{\"jsonrpc\":\"2.0\",\"id\":\(slot),\"method\":\"session.verify\",\"params\":\(params[slot])}\n".utf8)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, order: inout SlotQueue) -> Answer? {
        guard let reply = BrokerReply(bytes) else { return nil }
        // An answer that says "not active" would be another piece of work.
        let isActive = Scan.starts(bytes, at: reply.resultAt, with: "{\"active\":true")
        return Answer(length: reply.length, slot: reply.slot, isError: reply.isError || !isActive)
    }
}

/// Whose is this station?
struct BrokerShow: Workload {
    let name = "station.show"

    init(_ cell: Cell) {}

    mutating func append(slot: Int, to buffer: inout [UInt8]) {
        buffer.append(
            contentsOf:
                "{\"jsonrpc\":\"2.0\",\"id\":\(slot),\"method\":\"station.show\",\"params\":{\"organization\":\"bench\",\"station\":\"\(Setup.station(slot))\"}}\n"
                .utf8)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, order: inout SlotQueue) -> Answer? {
        guard let reply = BrokerReply(bytes) else { return nil }
        return Answer(length: reply.length, slot: reply.slot, isError: reply.isError)
    }
}

/// A reply line, as far as a client in a hurry reads it.
private struct BrokerReply {
    var length: Int
    var slot: Int
    var isError: Bool
    var resultAt: Int

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let end = Scan.lineEnd(bytes) else { return nil }
        let (slot, at) = Scan.number(bytes, after: "{\"jsonrpc\":\"2.0\",\"id\":")
        length = end + 1
        self.slot = slot
        isError = !Scan.starts(bytes, at: at, with: ",\"result\":")
        resultAt = at + 10
    }
}
