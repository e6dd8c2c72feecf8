/// The same atomic pair in Redis: agent key and station key set together or not at all, then deleted together.
struct RedisGrants: Workload {
    let name = "Redis: Lua set/delete pair (appendfsync always)"
    private var isHeld: [Bool]

    static let grant = """
        if redis.call('EXISTS', KEYS[1], KEYS[2]) > 0 then return redis.error_reply('TAKEN') end \
        redis.call('SET', KEYS[1], KEYS[2]) redis.call('SET', KEYS[2], KEYS[1]) return 1
        """
    static let release = """
        if redis.call('DEL', KEYS[1], KEYS[2]) ~= 2 then return redis.error_reply('NOTHELD') end return 1
        """

    init(_ cell: Cell) { isHeld = Array(repeating: false, count: cell.slots) }

    func mustRelease(slot: Int) -> Bool { isHeld[slot] }

    mutating func append(slot: Int, to buffer: inout [UInt8]) {
        let digest = isHeld[slot] ? Servers.releaseDigest : Servers.grantDigest
        RESP.append(["EVALSHA", digest, "2", "agent:\(slot)", "station:\(Setup.station(slot))"], to: &buffer)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, order: inout SlotQueue) -> Answer? {
        guard let end = Scan.lineEnd(bytes) else { return nil }
        let slot = order.next()
        let isError = bytes[0] != UInt8(ascii: ":")
        if !isError { isHeld[slot].toggle() }
        return Answer(length: end + 1, slot: slot, isError: isError)
    }
}

struct RedisGet: Workload {
    let name = "Redis: GET"

    init(_ cell: Cell) {}

    mutating func append(slot: Int, to buffer: inout [UInt8]) {
        RESP.append(["GET", "standing"], to: &buffer)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, order: inout SlotQueue) -> Answer? {
        guard let end = Scan.lineEnd(bytes) else { return nil }
        let isError = bytes[0] != UInt8(ascii: "$") || bytes[1] == UInt8(ascii: "-")
        let (count, _) = Scan.number(bytes, after: "$")
        let length = isError ? end + 1 : end + 1 + count + 2
        guard bytes.count >= length else { return nil }
        return Answer(length: length, slot: order.next(), isError: isError)
    }
}

/// A line like a verify request, sent back as it is: what the socket and this client could do at most.
struct EchoLines: Workload {
    let name = "bare echo"

    init(_ cell: Cell) {}

    mutating func append(slot: Int, to buffer: inout [UInt8]) {
        buffer.append(
            contentsOf:
                "{\"jsonrpc\":\"2.0\",\"id\":\(slot),\"method\":\"session.verify\",\"params\":{\"id\":\"38g23csbp0001\",\"fence\":3676839253409792}}\n"
                .utf8)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, order: inout SlotQueue) -> Answer? {
        guard let end = Scan.lineEnd(bytes) else { return nil }
        let (slot, _) = Scan.number(bytes, after: "{\"jsonrpc\":\"2.0\",\"id\":")
        return Answer(length: end + 1, slot: slot, isError: false)
    }
}

/// Redis's protocol, as much as is sent here.
enum RESP {
    static func append(_ words: [String], to buffer: inout [UInt8]) {
        buffer.append(contentsOf: "*\(words.count)\r\n".utf8)
        for word in words {
            buffer.append(contentsOf: "$\(word.utf8.count)\r\n".utf8)
            buffer.append(contentsOf: word.utf8)
            buffer.append(contentsOf: "\r\n".utf8)
        }
    }
}
