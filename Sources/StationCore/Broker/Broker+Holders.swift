import StationProtocol

/// Who holds a session beside its connection: processes and OS sessions, and what becomes of them.
extension Broker {
    /// What a new session will live with: what the caller names, else the process at the other end. A session with a
    /// lease needs neither, unless it is named.
    ///
    /// - Throws: ``Halt`` with `not_found` or `not_permitted`.
    func holder(_ login: SessionRequest, _ request: Request) throws(Halt) -> SessionHolder {
        guard let named = login.holder else {
            guard login.leaseSeconds == nil else { return SessionHolder() }
            return Broker.holder(request)
        }
        guard named.pid != nil || named.osSession != nil else {
            throw .refuse(.invalidParams("holder", "must name a pid, an osSession, or both"))
        }
        let found = request.namedHolder
        var holder = SessionHolder(isNamed: true)
        if let pid = named.pid {
            guard let process = found.process else {
                throw .refuse(.notFound, "there is no process \(pid)", remedy: "name one that runs on this host")
            }
            try requireOwn("process \(pid)", found.processUser, request)
            holder.process = process
        }
        if let name = named.osSession {
            guard let session = found.osSession else {
                throw .refuse(
                    .notFound, "there is no OS session \(name)", remedy: "loginctl lists those of this host")
            }
            try requireOwn("OS session \(name)", found.osSessionUser, request)
            holder.osSession = session
        }
        return holder
    }

    /// Whoever is at the other end of a request's connection.
    static func holder(_ request: Request) -> SessionHolder {
        SessionHolder(process: request.peerHolder.process, osSession: request.peerHolder.osSession)
    }

    private func requireOwn(_ what: String, _ user: UInt32?, _ request: Request) throws(Halt) {
        let asker = request.asker ?? request.peer
        guard user != asker.uid, !asker.isOperator else { return }
        throw .refuse(
            .notPermitted, "\(what) is not of uid \(request.peer.uid)",
            remedy: "name one of your own; operators may name any")
    }

    /// The change that makes a request's peer the holder of a session, where it is another than before.
    func newHolder(of session: LiveSession, _ request: Request) -> SessionHolder? {
        guard session.record.leaseSeconds == nil, !session.record.holder.isNamed else { return nil }
        let holder = Broker.holder(request)
        return holder == session.record.holder ? nil : holder
    }

    // MARK: Watching

    /// Asks the host to watch what a session lives with.
    mutating func beginWatching(_ id: SessionID) {
        guard let holder = sessions[id]?.record.holder else { return }
        sessions[id]?.evidence.namesProcess = holder.isNamed && holder.process != nil
        sessions[id]?.evidence.namesOSSession = holder.isNamed && holder.osSession != nil
        beginWatching(id, holder.process)
        beginWatching(id, holder.osSession)
    }

    /// Where nobody else lives with it, the host need not watch it any more.
    mutating func endWatching(_ id: SessionID, _ holder: SessionHolder) {
        endWatching(id, holder.process)
        endWatching(id, holder.osSession)
    }

    private mutating func beginWatching(_ id: SessionID, _ process: ProcessIdentity?) {
        sessions[id]?.evidence.hasProcessExited = false
        guard let process else { return }
        if let other = heldBy[process]?.first {
            // Its exit is told once, and may have been.
            let hasExited = sessions[other]?.evidence.hasProcessExited == true
            sessions[id]?.evidence.hasProcessExited = hasExited
        } else {
            actions.append(.watch(process))
        }
        heldBy[process, default: []].append(id)
    }

    private mutating func beginWatching(_ id: SessionID, _ name: OSSessionID?) {
        sessions[id]?.evidence.osSession = nil
        sessions[id]?.evidence.osIdleSince = nil
        guard let name else { return }
        if osSessions[name] == nil { actions.append(.watchOSSession(name)) }
        osSessions[name, default: OSSessionState()].sessions.append(id)
        sessions[id]?.evidence.osSession = osSessions[name]?.evidence
        sessions[id]?.evidence.osIdleSince = osSessions[name]?.idleSince
    }

    private mutating func endWatching(_ id: SessionID, _ process: ProcessIdentity?) {
        guard let process, heldBy[process] != nil else { return }
        heldBy[process]?.removeAll { $0 == id }
        guard heldBy[process]?.isEmpty == true else { return }
        heldBy[process] = nil
        actions.append(.unwatch(process))
    }

    private mutating func endWatching(_ id: SessionID, _ name: OSSessionID?) {
        guard let name, osSessions[name] != nil else { return }
        osSessions[name]?.sessions.removeAll { $0 == id }
        guard osSessions[name]?.sessions.isEmpty == true else { return }
        osSessions[name] = nil
        actions.append(.unwatchOSSession(name))
    }

    /// After a start: everything that sessions of this boot live with.
    mutating func watchAll() {
        for process in heldBy.keys.sorted(by: { ($0.pid, $0.startTicks) < ($1.pid, $1.startTicks) }) {
            actions.append(.watch(process))
        }
        for name in osSessions.keys.sorted() { actions.append(.watchOSSession(name)) }
    }

    mutating func apply(_ holder: SessionHolder, to id: SessionID) {
        guard let old = sessions[id]?.record.holder else { return }
        sessions[id]?.record.holder = holder
        if let pid = holder.process?.pid { sessions[id]?.record.pid = pid }
        // What both live with stays watched as it is.
        if old.process != holder.process {
            endWatching(id, old.process)
            beginWatching(id, holder.process)
        }
        if old.osSession != holder.osSession {
            endWatching(id, old.osSession)
            beginWatching(id, holder.osSession)
        }
        refreshLimits(id)
        if sessions[id]?.evidence.finding(at: now).verdict == .dead { watch(id, due: now.boot) }
    }

    // MARK: Evidence

    mutating func learn(_ evidence: EvidenceOfLife) {
        switch evidence {
        case .processExited(let process):
            for id in heldBy[process] ?? [] {
                sessions[id]?.evidence.hasProcessExited = true
                judge(id)
            }
        case .osSession(let name, let state):
            // Told again of the same idleness, it began when it began, whatever the wall clock says now.
            let idleSince =
                osSessions[name]?.evidence?.idleSince == state.idleSince
                ? osSessions[name]?.idleSince : state.idleSince.map { now.boot - (now.wall - $0) }
            osSessions[name]?.evidence = state
            osSessions[name]?.idleSince = idleSince
            for id in osSessions[name]?.sessions ?? [] {
                sessions[id]?.evidence.osSession = state
                sessions[id]?.evidence.osIdleSince = idleSince
                refreshLimits(id)
                judge(id)
            }
        }
    }
}

/// An OS session that sessions live with.
struct OSSessionState: Sendable {
    var sessions: [SessionID] = []
    /// nil: not known yet.
    var evidence: OSSessionEvidence?
    /// Since when nobody has touched it, on the boot clock.
    var idleSince: Int64?
}
