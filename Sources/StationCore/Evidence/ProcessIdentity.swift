/// One process of one boot: a pid comes again, but not with the same start.
public struct ProcessIdentity: Sendable, Hashable {
    public var pid: Int32
    /// Clock ticks from the host's boot to the process's start.
    public var startTicks: Int64

    public init(pid: Int32, startTicks: Int64) {
        self.pid = pid
        self.startTicks = startTicks
    }
}
