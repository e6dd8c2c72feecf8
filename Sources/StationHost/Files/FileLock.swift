import Glibc

/// A lock that the kernel gives back when the process ends, however it ends.
public final class FileLock: Sendable {
    private let descriptor: CInt

    /// - Throws: ``HostError`` when another process has it.
    public init(path: String, heldBy other: String) throws {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw HostError("\(path) cannot be opened", code: errno, remedy: "check the directory's owner and mode")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK {
                throw HostError(other, remedy: "stop the other one first, or give this one a place of its own")
            }
            throw HostError("\(path) cannot be locked", code: code, remedy: "put it on a local file system")
        }
    }

    deinit { close(descriptor) }
}
