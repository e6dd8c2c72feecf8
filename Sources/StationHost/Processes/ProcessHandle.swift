import CStationHost
import Glibc

/// A hold on one process: says whether it still runs, and never means another one that got its pid.
public final class ProcessHandle: Sendable {
    public let process: HostProcess
    /// The process's real user.
    public let user: UInt32
    let descriptor: CInt

    /// Takes the descriptor over.
    private init(_ process: HostProcess, user: UInt32, descriptor: CInt) {
        self.process = process
        self.user = user
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    public var hasExited: Bool { ProcessHandle.hasExited(descriptor) }

    /// The process with this pid; nil where there is none, or it cannot be told apart from others.
    public static func open(pid: Int32) -> ProcessHandle? {
        guard pid > 0 else { return nil }
        return make(station_pidfd_open(pid), pid: pid)
    }

    /// What became of a process that was known before.
    public enum Search: Sendable {
        case found(ProcessHandle)
        /// It has exited, whoever has its pid now.
        case gone
        /// The host cannot say at this moment: it has no descriptors left, say.
        case unknown
    }

    public static func find(_ process: HostProcess) -> Search {
        let descriptor = station_pidfd_open(process.pid)
        guard descriptor >= 0 else { return errno == ESRCH || errno == EINVAL ? .gone : .unknown }
        if hasExited(descriptor) {
            close(descriptor)
            return .gone
        }
        let now = HostProcess(pid: process.pid)
        guard let handle = make(descriptor, pid: process.pid) else {
            // Its files may be gone because it is, or unreadable for a moment.
            return now == nil || now == process ? .unknown : .gone
        }
        return handle.process == process ? .found(handle) : .gone
    }

    /// - Parameter descriptor: a pidfd, or -1.
    static func make(_ descriptor: CInt, pid: Int32) -> ProcessHandle? {
        guard descriptor >= 0 else { return nil }
        // What `/proc` says of the pid is about this process only while it runs: so it is looked at afterwards.
        guard let process = HostProcess(pid: pid), let user = HostProcess.user(ofPid: pid), !hasExited(descriptor)
        else {
            close(descriptor)
            return nil
        }
        return ProcessHandle(process, user: user, descriptor: descriptor)
    }

    /// pidfd_open(2): it becomes readable when the process has exited, whether it was waited for or not.
    private static func hasExited(_ descriptor: CInt) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) != 0
    }
}
