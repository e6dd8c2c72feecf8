import NIOCore
import StationCore
import StationHost
import StationProtocol

/// The processes that sessions live with, watched for the broker. Confined to its loop.
final class HolderWatch: @unchecked Sendable {
    private let processes: ProcessWatch
    /// nil where the host has no login manager.
    private let logins: LoginManager?
    /// Processes that the broker wants watched.
    private var wanted: Set<HostProcess> = []
    /// Processes that are at the other end of a connection, and of how many.
    private var connected: [HostProcess: (handle: ProcessHandle, count: Int)] = [:]

    /// - Parameter outlet: where exits are told, on the loop.
    /// - Throws: where the kernel gives no descriptors for it.
    init(_ loop: any EventLoop, _ outlet: LoopOutlet) throws {
        processes = try ProcessWatch { exited in
            loop.execute { outlet.loop?.exited(exited) }
        }
        logins = LoginManager(
            onChange: { name, report in loop.execute { outlet.loop?.changed(name, report) } },
            onProblem: { problem in
                loop.execute {
                    outlet.loop?.logger.warning("what OS sessions do is not known", metadata: ["problem": "\(problem)"])
                }
            })
    }

    /// Whether OS sessions can be told of at all.
    var knowsLogins: Bool { logins != nil }

    /// - Returns: nil where there is no such OS session.
    func watchLogin(_ name: OSSessionID) -> OSSessionReport? { logins?.watch(name.text) }

    func unwatchLogin(_ name: OSSessionID) { logins?.unwatch(name.text) }

    func retain(_ handle: ProcessHandle) {
        connected[handle.process, default: (handle, 0)].count += 1
    }

    func release(_ handle: ProcessHandle) {
        guard let entry = connected[handle.process] else { return }
        connected[handle.process] = entry.count > 1 ? (entry.handle, entry.count - 1) : nil
    }

    enum Outcome { case watched, gone, unknown }

    func watch(_ identity: ProcessIdentity) -> Outcome {
        let process = HostProcess(identity)
        wanted.insert(process)
        if let handle = connected[process]?.handle { return processes.add(handle) ? .watched : .unknown }
        switch ProcessHandle.find(process) {
        case .found(let handle): return processes.add(handle) ? .watched : .unknown
        case .gone: return .gone
        case .unknown: return .unknown
        }
    }

    func isWanted(_ identity: ProcessIdentity) -> Bool { wanted.contains(HostProcess(identity)) }

    func unwatch(_ identity: ProcessIdentity) {
        wanted.remove(HostProcess(identity))
        processes.remove(HostProcess(identity))
    }

    func stop() {
        processes.stop()
        logins?.stop()
    }
}

extension HostProcess {
    init(_ identity: ProcessIdentity) { self.init(pid: identity.pid, startTicks: identity.startTicks) }

    var identity: ProcessIdentity { ProcessIdentity(pid: pid, startTicks: startTicks) }
}
