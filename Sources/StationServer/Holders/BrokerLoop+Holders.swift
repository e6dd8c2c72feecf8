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
        guard holders.knowsLogins else { return }
        if connection.osSession == nil {
            // Looked up once: a process does not change its OS session.
            let name = LoginManager.session(ofProcess: process.process.pid).flatMap(OSSessionID.init)
            connection.osSession = .some(process.hasExited ? nil : name)
        }
        request.peerHolder.osSession = connection.osSession ?? nil
    }

    private func find(_ named: HolderParam?, _ request: inout Request) {
        if let pid = named?.pid, let handle = ProcessHandle.open(pid: Int32(pid)) {
            request.namedHolder.process = handle.process.identity
            request.namedHolder.processUser = handle.user
        }
        if let name = named?.osSession, holders.knowsLogins, let user = LoginManager.uid(of: name.text) {
            request.namedHolder.osSession = name
            request.namedHolder.osSessionUser = user
        }
    }

    // MARK: OS sessions

    func watchLogin(_ name: OSSessionID) {
        // Not from within the actions of another input.
        guard holders.knowsLogins else { return }
        let report = holders.watchLogin(name) ?? OSSessionReport(isEnded: true)
        loop.execute { self.changed(name.text, report) }
    }

    func changed(_ name: String, _ report: OSSessionReport) {
        guard !isStopping, let name = OSSessionID(name) else { return }
        feed(.evidence(.osSession(name, BrokerLoop.evidence(report))))
        flushDirty()
    }

    private static func evidence(_ report: OSSessionReport) -> OSSessionEvidence {
        if report.isEnded { return .ended }
        if report.isDisconnected { return .disconnected }
        if report.isLocked { return .locked(idleSince: report.idleSince) }
        return report.idleSince.map { .idle(since: $0) } ?? .active
    }

    // MARK: Processes

    func watch(_ process: ProcessIdentity) {
        switch holders.watch(process) {
        case .watched: break
        // Not from within the actions of another input.
        case .gone: loop.execute { self.exited([HostProcess(process)]) }
        case .unknown:
            // No evidence is not evidence of an exit: the session stays until the host can say.
            logger.warning("a process cannot be watched at this moment", metadata: ["pid": "\(process.pid)"])
            loop.scheduleTask(in: .milliseconds(BrokerLoop.watchPause)) {
                if !self.isStopping, self.holders.isWanted(process) { self.watch(process) }
            }
        }
    }

    /// Milliseconds between attempts to watch a process.
    private static let watchPause: Int64 = 1_000

    func exited(_ processes: [HostProcess]) {
        guard !isStopping else { return }
        for process in processes { feed(.evidence(.processExited(process.identity))) }
        flushDirty()
    }
}
