/// A strict reader of one JSON text (RFC 8259) in one pass over its bytes.
///
/// Stricter than the RFC where it leaves a choice: UTF-8 only, no byte order mark, no duplicate keys, no half surrogate
/// pairs, a bound on depth. The bound also bounds the recursion.
public struct JSONReader: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    private var at = 0
    private var depth = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// Reads the one value that `bytes` holds.
    ///
    /// - Parameter depthLimit: how many arrays and objects may be open at once.
    /// - Throws: ``JSONFault``, with the place of the first byte that does not fit.
    public static func read(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) throws(JSONFault) -> JSON {
        var reader = JSONReader(bytes, depthLimit: depthLimit)
        reader.skipSpace()
        let value = try reader.value()
        reader.skipSpace()
        guard reader.at == bytes.count else { throw JSONFault(.trailing, at: reader.at) }
        return value
    }

    /// Reads the one value that `text` holds; for values that do not come off a socket.
    public static func read(_ text: String, depthLimit: Int = Limits.standard.nestingDepth) throws(JSONFault) -> JSON {
        let copy = Array(text.utf8)
        let result = copy.withUnsafeBufferPointer { buffer -> Result<JSON, JSONFault> in
            do throws(JSONFault) {
                return .success(try read(buffer, depthLimit: depthLimit))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private var next: UInt8? {
        @inline(__always) get { at < bytes.count ? bytes[at] : nil }
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONFault) -> JSON {
        guard let byte = next else { throw JSONFault(.syntax, at: at) }
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"):
            try descend()
            defer { depth -= 1 }
            return try object()
        case UInt8(ascii: "["):
            try descend()
            defer { depth -= 1 }
            return try array()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw JSONFault(.syntax, at: at)
        }
    }

    private mutating func descend() throws(JSONFault) {
        depth += 1
        guard depth <= depthLimit else { throw JSONFault(.tooDeep, at: at) }
        at += 1
        skipSpace()
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONFault) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw JSONFault(.syntax, at: at) }
            at += 1
        }
        return value
    }

    private mutating func array() throws(JSONFault) -> JSON {
        var elements: [JSON] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw JSONFault(.syntax, at: at) }
            skipSpace()
        }
    }

    private mutating func object() throws(JSONFault) -> JSON {
        if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        var members: [JSONObject.Member] = []
        var seen = SeenKeys()
        members.reserveCapacity(4)
        while true {
            let start = at
            guard next == UInt8(ascii: "\"") else { throw JSONFault(.syntax, at: at) }
            let key = try string()
            guard seen.isNew(key, among: members) else { throw JSONFault(.duplicateKey, at: start) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw JSONFault(.syntax, at: at) }
            skipSpace()
            members.append(JSONObject.Member(key: key, value: try value()))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(JSONObject(members)) }
            guard take(UInt8(ascii: ",")) else { throw JSONFault(.syntax, at: at) }
            skipSpace()
        }
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }
}

// MARK: - Strings and numbers

extension JSONReader {
    private mutating func string() throws(JSONFault) -> String {
        at += 1
        let start = at
        var all: UInt8 = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                let slice = UnsafeBufferPointer(rebasing: bytes[start..<at])
                at += 1
                // ASCII, as nearly all is, needs no second look.
                if all < 0x80 { return String(decoding: slice, as: UTF8.self) }
                guard let string = String(validating: slice, as: UTF8.self) else {
                    throw JSONFault(.notUTF8, at: start)
                }
                return string
            }
            all |= byte
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw JSONFault(.syntax, at: at) }
            at += 1
        }
        throw JSONFault(.syntax, at: at)
    }

    /// The rest of a string that has an escape; `at` is at the first backslash.
    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        var decoded = Array(bytes[start..<at])
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: decoded, as: UTF8.self) else {
                    throw JSONFault(.notUTF8, at: start)
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &decoded)
            case 0x00..<0x20: throw JSONFault(.syntax, at: at - 1)
            default: decoded.append(byte)
            }
        }
        throw JSONFault(.syntax, at: at)
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(JSONFault) {
        guard let byte = next else { throw JSONFault(.syntax, at: at) }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw JSONFault(.syntax, at: at - 1)
        }
    }

    private mutating func escapedScalar() throws(JSONFault) -> Unicode.Scalar {
        let start = at
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw JSONFault(.loneSurrogate, at: start)
        }
        let second = try hexadecimal()
        let combined = 0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second &- 0xDC00)
        guard (0xDC00..<0xE000).contains(second), let scalar = Unicode.Scalar(combined) else {
            throw JSONFault(.loneSurrogate, at: start)
        }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONFault) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw JSONFault(.syntax, at: at)
            }
            value = value << 4 | UInt16(digit)
            at += 1
        }
        return value
    }

    private mutating func number() throws(JSONFault) -> JSON {
        let start = at
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let literal = String(decoding: bytes[start..<at], as: UTF8.self)
        if isInteger, let integer = Int64(literal) { return .integer(integer) }
        return .number(literal)
    }

    private mutating func digits() throws(JSONFault) {
        let start = at
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { at += 1 }
        guard at > start else { throw JSONFault(.syntax, at: at) }
    }
}
