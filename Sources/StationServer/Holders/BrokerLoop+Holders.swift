import StationCore
import StationHost
import StationProtocol

/// Evidence of life, from the host to the broker.
extension BrokerLoop {
    /// Who is at the other end, and what a session shall live with instead, for requests whose decision turns on it.
    func findHolders(of request: inout Request, _ connection: Connection) {
        switch request.command {
        case .sessionOpen(let call): find(call.request.holder, &request)
        case .sessionCheck(let call): find(call.request.holder, &request)
        case .sessionAttach: break
        default: return
        }
        // A peer that is gone already holds nothing; its connection may be another's by now.
        guard let process = connection.process, !process.hasExited else { return }
        request.peerHolder.process = process.process.identity
        request.peerHolder.processUser = process.user
    }

    private func find(_ named: HolderParam?, _ request: inout Request) {
        if let pid = named?.pid, let handle = ProcessHandle.open(pid: Int32(pid)) {
            request.namedHolder.process = handle.process.identity
            request.namedHolder.processUser = handle.user
        }
    }

    func watch(_ process: ProcessIdentity) {
        guard !holders.watch(process) else { return }
        // Not from within the actions of another input.
        loop.execute { self.exited([HostProcess(process)]) }
    }

    func exited(_ processes: [HostProcess]) {
        guard !isStopping else { return }
        for process in processes { feed(.evidence(.processExited(process.identity))) }
        flushDirty()
    }
}
