/// Makes a consistent copy of the ledger while the broker serves, to be fetched with `backup.read`.
public struct BackupCreate: Call {
    public static let method = Method.backupCreate
    public typealias Reply = BackupReply

    public init() {}
    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {}
}

/// Gives a part of the copy.
public struct BackupRead: Call {
    public static let method = Method.backupRead
    public var backup = BackupID.placeholder
    /// Bytes before the part.
    public var offset: Int64 = 0

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("backup", &backup)
        try visitor.required("offset", &offset, in: 0...Int64.max)
    }

    public struct Reply: WireObject {
        /// In base64 (RFC 4648, padded).
        public var data = ""
        /// Where the next part begins; missing with the last.
        public var nextOffset: Int64?

        public init() {}

        public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
            try visitor.required("data", &data)
            try visitor.optional("nextOffset", &nextOffset)
        }
    }
}

/// Does away with the broker's copy; so does the end of the connection.
public struct BackupRemove: Call {
    public static let method = Method.backupRemove
    public typealias Reply = BackupReply
    public var backup = BackupID.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("backup", &backup)
    }
}

public struct BackupReply: WireObject {
    public var backup = Backup()

    public init() {}

    public init(_ backup: Backup) { self.backup = backup }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("backup", &backup)
    }
}
