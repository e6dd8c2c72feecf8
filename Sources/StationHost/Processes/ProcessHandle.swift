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

    /// Exactly this process; nil where it has gone, whoever has its pid now.
    public static func open(_ process: HostProcess) -> ProcessHandle? {
        guard let handle = open(pid: process.pid), handle.process == process else { return nil }
        return handle
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
