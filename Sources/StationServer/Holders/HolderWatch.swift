import NIOCore
import StationCore
import StationHost

/// The processes that sessions live with, watched for the broker. Confined to its loop.
final class HolderWatch: @unchecked Sendable {
    private let processes: ProcessWatch
    /// Processes that are at the other end of a connection, and of how many.
    private var connected: [HostProcess: (handle: ProcessHandle, count: Int)] = [:]

    /// - Parameter outlet: where exits are told, on the loop.
    /// - Throws: where the kernel gives no descriptors for it.
    init(_ loop: any EventLoop, _ outlet: LoopOutlet) throws {
        processes = try ProcessWatch { exited in
            loop.execute { outlet.loop?.exited(exited) }
        }
    }

    func retain(_ handle: ProcessHandle) {
        connected[handle.process, default: (handle, 0)].count += 1
    }

    func release(_ handle: ProcessHandle) {
        guard let entry = connected[handle.process] else { return }
        connected[handle.process] = entry.count > 1 ? (entry.handle, entry.count - 1) : nil
    }

    /// - Returns: false where the process has gone, or cannot be watched.
    func watch(_ identity: ProcessIdentity) -> Bool {
        let process = HostProcess(identity)
        guard let handle = connected[process]?.handle ?? ProcessHandle.open(process) else { return false }
        return processes.add(handle)
    }

    func unwatch(_ identity: ProcessIdentity) { processes.remove(HostProcess(identity)) }

    func stop() { processes.stop() }
}

extension HostProcess {
    init(_ identity: ProcessIdentity) { self.init(pid: identity.pid, startTicks: identity.startTicks) }

    var identity: ProcessIdentity { ProcessIdentity(pid: pid, startTicks: startTicks) }
}
