import StationProtocol
import Testing

@Suite struct IncomingLineTests {
    private func read(_ text: String) -> IncomingLine {
        Array(text.utf8).withUnsafeBufferPointer { IncomingLine.read($0, limits: .standard) }
    }

    private func fault(_ text: String) -> (RequestID?, Reason)? {
        if case .fault(let id, let refusal) = read(text) { (id, refusal.reason) } else { nil }
    }

    @Test("a request has an id, a notification has none")
    func kinds() {
        guard
            case .request(.integer(7), "m", let params) = read(
                #"{"jsonrpc":"2.0","id":7,"method":"m","params":{"a":1}}"#)
        else { return #expect(Bool(false)) }
        #expect(params["a"] == 1)
        guard case .notification("m", _) = read(#"{"jsonrpc":"2.0","method":"m"}"#) else { return #expect(Bool(false)) }
        guard case .notification("m", _) = read(#"{"jsonrpc":"2.0","method":"m","params":[1]}"#) else {
            return #expect(Bool(false))
        }
        guard case .blank = read(" \t\r") else { return #expect(Bool(false)) }
    }

    @Test(
        "any other object is invalid, with its id where that is valid",
        arguments: [
            (#"{"jsonrpc":"2.0","id":7}"#, RequestID.integer(7)), (#"{"id":"x","method":"m"}"#, .string("x")),
            (#"{"jsonrpc":"1.0","id":1,"method":"m"}"#, .integer(1)),
            (#"{"jsonrpc":"2.0","id":1,"method":5}"#, .integer(1)),
            (#"{"jsonrpc":"2.0","id":1,"method":"m","extra":1}"#, .integer(1)),
            (#"{"jsonrpc":"2.0","id":1,"result":{}}"#, .integer(1)),
        ])
    func invalidWithID(text: String, id: RequestID) {
        let fault = fault(text)
        #expect(fault?.0 == id)
        #expect(fault?.1 == .invalidRequest)
    }

    @Test(
        "an id that is none is answered with null",
        arguments: [
            "null", "1.5", "1.0", "1e3", "{}", "[]", "true", "9223372036854775808",
            "\"\(String(repeating: "x", count: 257))\"",
        ])
    func badIDs(id: String) {
        let fault = fault(#"{"jsonrpc":"2.0","id":\#(id),"method":"m"}"#)
        #expect(fault?.1 == .invalidRequest)
        #expect(fault.map { $0.0 == nil } == true)
    }

    @Test("string ids are bounded at n−1, n, n+1", arguments: [(255, true), (256, true), (257, false)])
    func idLength(count: Int, isValid: Bool) {
        #expect((RequestID(.string(String(repeating: "x", count: count))) != nil) == isValid)
    }

    @Test("batches and scalars are invalid requests", arguments: ["[]", "[{}]", "1", "\"a\"", "null", "true"])
    func notObjects(text: String) {
        #expect(fault(text)?.1 == .invalidRequest)
    }

    @Test("params that are no object are invalid params", arguments: ["[]", "null", "5", "\"x\""])
    func unnamed(params: String) {
        #expect(fault(#"{"jsonrpc":"2.0","id":1,"method":"m","params":\#(params)}"#)?.1 == .invalidParams)
        guard case .notification = read(#"{"jsonrpc":"2.0","method":"m","params":\#(params)}"#) else {
            return #expect(Bool(false))
        }
    }
}
