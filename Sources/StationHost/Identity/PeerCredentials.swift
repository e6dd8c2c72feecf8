import CStationHost
import Glibc

/// What the kernel recorded of a peer when it connected.
public struct PeerCredentials: Sendable {
    public var uid: UInt32
    public var gid: UInt32
    /// 0 where the peer is in a namespace that this process cannot see.
    public var pid: Int32
    public var supplementaryGroups: [UInt32]

    /// Asks the kernel, once, right after accept.
    ///
    /// - Throws: ``HostError``. A peer whose credentials are not known has no rights and is to be turned away: taken
    ///   late or taken as a default, they came back as root elsewhere (see polkit's history).
    public init(of descriptor: CInt) throws {
        var (pid, uid, gid) = (pid_t(), uid_t(), gid_t())
        guard station_peer_credentials(descriptor, &pid, &uid, &gid) == 0 else {
            throw HostError("the peer's credentials are not to be had", code: errno, remedy: "connect again")
        }
        self.uid = uid
        self.gid = gid
        self.pid = pid
        supplementaryGroups = try PeerCredentials.groups(of: descriptor)
    }

    public func isMember(of group: UInt32) -> Bool { gid == group || supplementaryGroups.contains(group) }

    private static func groups(of descriptor: CInt) throws -> [UInt32] {
        var count = 64
        // The kernel says how much room it needs; the list cannot change after connect, so twice is enough.
        for _ in 0..<2 {
            var groups = [gid_t](repeating: 0, count: count)
            if station_peer_groups(descriptor, &groups, &count) == 0 { return Array(groups.prefix(count)) }
            guard errno == ERANGE else { break }
        }
        throw HostError("the peer's groups are not to be had", code: errno, remedy: "connect again")
    }
}
