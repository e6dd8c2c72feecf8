/// A record's place in the hash chain: who keeps a copy elsewhere can later tell whether anything before it was changed.
public struct AuditHead: WireObject, Equatable {
    /// 0: before the first record.
    public var seq: Int64 = 0
    /// SHA-256 of the hash before it and the record's canonical text, as 64 hexadecimal digits.
    public var hash = AuditHash.placeholder

    public init() {}

    public init(seq: Int64, hash: AuditHash) {
        self.seq = seq
        self.hash = hash
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("seq", &seq, in: 0...Int64.max)
        try visitor.required("hash", &hash)
    }
}

/// A SHA-256 digest as 64 hexadecimal digits, folded to lower case.
public struct AuditHash: WireString {
    public static let expectation = "a SHA-256 digest: 64 hexadecimal digits"
    public static let pattern: String? = "^[0-9A-Fa-f]{64}$"
    public static let length = 64...64
    public static let placeholder = AuditHash(String(repeating: "0", count: 64))!

    public let text: String

    public init?(_ text: String) {
        guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit), text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return nil
        }
        self.text = ASCII.lowercased(text)
    }
}

/// Where the record of what was done is not as it was written.
public struct AuditBreak: WireObject, Equatable {
    public enum Problem: String, WireEnum {
        /// The record's text, or its hash, is not what was written.
        case changed
        /// There is no record with this number, though there are later ones, or one was said to be there.
        case removed
        /// Another record's text stands under this number.
        case reordered
        /// A record stands where none was written.
        case inserted

        public static let schemaName = "AuditProblem"
    }

    public var seq: Int64 = 0
    public var problem = Problem.changed

    public init() {}

    public init(seq: Int64, _ problem: Problem) {
        self.seq = seq
        self.problem = problem
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("seq", &seq)
        try visitor.required("problem", &problem)
    }
}
