/// A copy of the ledger as it stood at one moment.
public struct Backup: WireObject, Equatable {
    public var id = BackupID.placeholder
    /// When it was made.
    public var at = Timestamp.placeholder
    public var bytes: Int64 = 0
    /// Of all of its bytes, in hexadecimal digits.
    public var sha256 = ""
    /// The version of stationd that made it.
    public var version = ""
    /// The newest audit record in it.
    public var audit = AuditHead()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("id", &id)
        try visitor.required("at", &at)
        try visitor.required("bytes", &bytes)
        try visitor.required("sha256", &sha256)
        try visitor.required("version", &version)
        try visitor.required("audit", &audit)
    }
}
