import StationProtocol
import Testing

@Suite struct JSONReaderTests {
    @Test(
        "takes what RFC 8259 takes",
        arguments: [
            ("null", JSON.null), (" true ", .bool(true)), ("\t[ ]\r", .array([])), ("{}", .object(JSONObject())),
            ("0", 0), ("-0", 0), ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number("9223372036854775808")), ("1.0", .number("1.0")),
            ("1e999999", .number("1e999999")), ("-1.5E+10", .number("-1.5E+10")),
            (#""a\n\"\\\/\b\f\r\t\u00e9""#, .string("a\n\"\\/\u{8}\u{c}\r\té")), (#""\ud83d\ude00""#, "😀"),
            (#""\u0000""#, .string("\0")), (#"{"a":[1,{"b":null}]}"#, ["a": [1, ["b": .null]]]),
        ] as [(String, JSON)])
    func takesValidText(text: String, value: JSON) throws {
        #expect(try JSONReader.read(text) == value)
    }

    @Test(
        "refuses what is not JSON, and says why",
        arguments: [
            ("", JSONFault.Kind.syntax), ("nul", .syntax), ("01", .trailing), ("1.", .syntax), (".5", .syntax),
            ("+1", .syntax), ("1e", .syntax), ("0x10", .trailing), ("NaN", .syntax), ("'a'", .syntax),
            ("[1,]", .syntax),
            ("{\"a\":1,}", .syntax), ("{a:1}", .syntax), ("[1 2]", .syntax), ("\"a", .syntax), ("\"\t\"", .syntax),
            ("\"\\x\"", .syntax), ("\"\\u12g4\"", .syntax), ("1 2", .trailing), ("{} x", .trailing),
            ("\u{FEFF}1", .syntax),
            (#""\ud800""#, .loneSurrogate), (#""\udc00""#, .loneSurrogate), (#""\ud800\ud800""#, .loneSurrogate),
            (#"{"a":1,"a":2}"#, .duplicateKey), (#"{"a":1,"\u0061":2}"#, .duplicateKey), ("\0", .syntax),
        ])
    func refusesInvalidText(text: String, kind: JSONFault.Kind) {
        #expect { try JSONReader.read(text) } throws: { ($0 as? JSONFault)?.kind == kind }
    }

    @Test("refuses bytes that are not UTF-8", arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82]])
    func refusesBadUTF8(bytes: [UInt8]) {
        let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONFault(.notUTF8, at: 1)) {
            try text.withUnsafeBufferPointer { try JSONReader.read($0, depthLimit: 8) }
        }
    }

    @Test("finds the duplicate among many keys too, and takes keys that only look alike")
    func duplicates() throws {
        let many = (0..<100).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(try JSONReader.read("{\(many)}").object?.members.count == 100)
        #expect(throws: JSONFault.self) { try JSONReader.read("{\(many),\"k57\":1}") }
        // One letter in two spellings: equal to Swift, two keys to JSON.
        #expect(try JSONReader.read("{\"\u{E9}\":1,\"e\u{301}\":2}").object?.members.count == 2)
    }

    @Test("bounds depth at exactly its limit, and survives a hundred thousand")
    func depth() throws {
        let limit = Limits.standard.nestingDepth
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONReader.read(nested(limit - 1))
        _ = try JSONReader.read(nested(limit))
        for depth in [limit + 1, 100_000] {
            #expect { try JSONReader.read(nested(depth)) } throws: { ($0 as? JSONFault)?.kind == .tooDeep }
        }
    }

    @Test("writes what it reads back", arguments: ["a\"b\\c\u{1}\u{1F}é😀\n", "", "plain", "\u{7F}\u{2028}"])
    func roundTrip(text: String) throws {
        var writer = JSONWriter()
        writer.value(["k": .string(text), "n": [1, -7, .integer(.min)], "x": .number("1e5"), "b": true, "z": .null])
        let back = try JSONReader.read(writer.text)
        #expect(back["k"] == .string(text))
        #expect(back["n"] == [1, -7, .integer(.min)])
        #expect(back["x"] == .number("1e5"))
    }
}
