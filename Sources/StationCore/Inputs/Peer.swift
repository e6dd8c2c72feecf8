/// Who the kernel says is at the other end: taken once, right after accept.
public struct Peer: Sendable, Hashable {
    public var uid: UInt32
    public var gid: UInt32
    /// Evidence of life and a help for people; never a right.
    public var pid: Int32?
    /// uid 0, the daemon's own uid, or a member of the operator group.
    public var isOperator: Bool
    /// A portal or gateway that speaks for clients elsewhere and may say where they are.
    public var isRelay: Bool

    public init(uid: UInt32, gid: UInt32, pid: Int32?, isOperator: Bool, isRelay: Bool = false) {
        self.isRelay = isRelay
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.isOperator = isOperator
    }
}
