import CStationHost
import CSystemd
import Glibc

/// The socket that clients connect to: handed over by systemd, or bound here.
public final class ListeningSocket: Sendable {
    public struct Options: Sendable {
        public var path: String
        public var mode: mode_t = 0o660
        public var group: UInt32?

        public init(path: String) { self.path = path }
    }

    /// What `sockaddr_un` has room for, less its NUL.
    public static let pathBytes = 107
    private static let backlog: CInt = 4_096

    public let descriptor: CInt
    public let path: String
    public let isFromServiceManager: Bool
    private let identity: (device: dev_t, inode: ino_t)?
    private let lock: FileLock?

    private init(
        descriptor: CInt, path: String, isFromServiceManager: Bool, identity: (dev_t, ino_t)?, lock: FileLock?
    ) {
        self.descriptor = descriptor
        self.path = path
        self.isFromServiceManager = isFromServiceManager
        self.identity = identity
        self.lock = lock
    }

    /// The one listening Unix stream socket that systemd handed over; nil when there is none.
    ///
    /// - Throws: ``HostError`` when what was handed over is something else, or more than one.
    public static func fromServiceManager() throws -> ListeningSocket? {
        let count = sd_listen_fds(1)
        guard count != 0 else { return nil }
        guard count == 1, sd_is_socket_unix(SD_LISTEN_FDS_START, CInt(SOCK_STREAM.rawValue), 1, nil, 0) > 0 else {
            throw HostError(
                "the service manager handed over \(count) descriptors; exactly one listening Unix stream socket is wanted",
                remedy: "look at stationd.socket")
        }
        let flags = fcntl(SD_LISTEN_FDS_START, F_GETFL)
        _ = fcntl(SD_LISTEN_FDS_START, F_SETFL, flags | O_NONBLOCK)
        return ListeningSocket(
            descriptor: SD_LISTEN_FDS_START, path: boundPath(SD_LISTEN_FDS_START), isFromServiceManager: true,
            identity: nil, lock: nil)
    }

    /// Binds a socket of our own. A socket file that nobody listens on is replaced; anything else is left alone.
    ///
    /// - Throws: ``HostError`` with what stands in the way.
    public static func bind(_ options: Options) throws -> ListeningSocket {
        let path = options.path
        guard path.utf8.count <= pathBytes, !path.isEmpty else {
            throw HostError(
                "the socket's path has \(path.utf8.count) bytes; \(pathBytes) is the most that the kernel takes",
                remedy: "choose a shorter one with --socket")
        }
        let directory = parent(of: path)
        if mkdir(directory, 0o755) == 0 {
            // Whatever the umask: who may connect is for the socket's own mode to say.
            chmod(directory, 0o755)
        } else if errno != EEXIST {
            throw HostError("\(directory) cannot be made", code: errno, remedy: "make it, or choose another --socket")
        }
        // Two daemons that start at once must not take each other's fresh socket for a stale one.
        let lock = try FileLock(path: "\(path).lock", heldBy: "another stationd serves \(path)")
        try removeStale(path)
        let descriptor = station_socket()
        guard descriptor >= 0 else {
            throw HostError("no socket is to be had", code: errno, remedy: "check the file descriptor limit")
        }
        do {
            let identity = try bindAndListen(descriptor, options)
            return ListeningSocket(
                descriptor: descriptor, path: path, isFromServiceManager: false, identity: identity, lock: lock)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Stops listening, and removes the file if it is still ours.
    public func shut() {
        if let identity {
            var status = stat()
            if lstat(path, &status) == 0, status.st_dev == identity.device, status.st_ino == identity.inode {
                unlink(path)
                unlink("\(path).lock")
            }
        }
        close(descriptor)
    }

    // MARK: Parts

    private static func bindAndListen(_ descriptor: CInt, _ options: Options) throws -> (dev_t, ino_t) {
        let path = options.path
        // Nobody can connect before mode and group are as they should be: born with 0600, opened up afterwards.
        let mask = umask(0o177)
        let result = withAddress(path) { Glibc.bind(descriptor, $0, $1) }
        let code = errno
        umask(mask)
        guard result == 0 else {
            throw HostError("\(path) cannot be bound", code: code, remedy: "check the directory's owner and mode")
        }
        if let group = options.group, lchown(path, uid_t.max, group) != 0 {
            throw HostError("the group of \(path) cannot be set", code: errno, remedy: "run as root, or as a member")
        }
        guard chmod(path, options.mode) == 0, listen(descriptor, backlog) == 0 else {
            throw HostError(
                "\(path) cannot be listened on", code: errno, remedy: "check the directory's owner and mode")
        }
        var status = stat()
        lstat(path, &status)
        return (status.st_dev, status.st_ino)
    }

    private static func removeStale(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw HostError("\(path) cannot be looked at", code: errno, remedy: "check the directory's owner and mode")
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw HostError(
                "\(path) is there and is not a socket", remedy: "remove it yourself, or choose another --socket")
        }
        let probe = station_socket()
        defer { close(probe) }
        let isAnswered = withAddress(path) { connect(probe, $0, $1) } == 0
        // EAGAIN: somebody listens and is behind with accepting.
        if isAnswered || errno == EAGAIN {
            throw HostError("somebody listens on \(path) already", remedy: "stop it first, or choose another --socket")
        }
        guard errno == ECONNREFUSED else {
            throw HostError("\(path) cannot be tried", code: errno, remedy: "check its owner and mode")
        }
        guard unlink(path) == 0 else {
            throw HostError("the stale \(path) cannot be removed", code: errno, remedy: "remove it yourself")
        }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            room.copyBytes(from: path.utf8.prefix(pathBytes))
        }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static func boundPath(_ descriptor: CInt) -> String {
        var address = sockaddr_un()
        var length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { return "" }
        return withUnsafeBytes(of: &address.sun_path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
