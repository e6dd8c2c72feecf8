/// What a session shall live with, instead of the process that asks for it: one of the two, or both.
public struct HolderParam: WireObject, Equatable {
    public var pid: Int64?
    public var osSession: OSSessionID?

    public static let pidRange: ClosedRange<Int64> = 1...Int64(Int32.max)
    public static let schemaName = "Holder"

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.optional("pid", &pid, in: HolderParam.pidRange)
        try visitor.optional("osSession", &osSession)
    }
}
