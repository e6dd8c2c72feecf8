import StationCore
import StationHost
import StationProtocol
import StationStore

/// What operators ask about the host and the ledger as a whole.
extension BrokerLoop {
    func serve(_ question: HostQuestion, for ref: RequestRef) {
        switch question {
        case .metrics(let cursor): answer(ref, metrics(from: cursor))
        case .diagnose(let integrity): diagnose(integrity: integrity, for: ref)
        case .backup: backUp(for: ref)
        case .readBackup(let id, let offset): readBackup(id, offset, for: ref)
        case .removeBackup(let id):
            guard let (_, backup) = backups.find(id, for: ref.connection) else {
                return answer(ref, .refused(BrokerLoop.noSuchBackup(id)))
            }
            backups.remove(id)
            answer(ref, .result(BackupReply(backup)))
        }
    }

    private static func noSuchBackup(_ id: BackupID) -> Refusal {
        Refusal(.notFound, "this connection has no backup \(id)", remedy: "make one: backup.create")
    }

    private func backUp(for ref: RequestRef) {
        makeCopy(for: ref) { result in
            switch result {
            case .success(let backup):
                // Nobody is there any more who could fetch it.
                if self.connections[ref.connection] == nil { self.backups.remove(backup.id) }
                self.logger.notice(
                    "the ledger was copied", metadata: ["bytes": "\(backup.bytes)", "seq": "\(backup.audit.seq)"])
                self.answer(ref, .result(BackupReply(backup)))
            case .failure(let refusal): self.answer(ref, .refused(refusal))
            }
        }
    }

    /// Copies the ledger; the copy is the desk's then.
    func makeCopy(for ref: RequestRef, _ body: @escaping (Result<Backup, Refusal>) -> Void) {
        let size = ["", "-wal"].reduce(Int64(0)) {
            $0 + DiskSpace.size(of: "\(settings.stateDirectory)/\(Ledger.fileName)\($1)")
        }
        if let free = DiskSpace.free(at: settings.stateDirectory), free < size + Limits.backupSpareBytes {
            let refusal = Refusal(
                .storageUnavailable,
                "there is no room for a copy of the ledger: \(ByteCount.text(free)) free, it takes \(ByteCount.text(size))",
                remedy: "make room on the disk of \(settings.stateDirectory)")
            return body(.failure(refusal))
        }
        guard let (id, path) = backups.begin(for: ref.connection) else {
            let refusal = Refusal(
                .overloaded, "the ledger is being copied already, or a copy is being fetched",
                remedy: "wait until that is done")
            return body(.failure(refusal.with("retryAfterSeconds", 5)))
        }
        let at = now.timestamp
        let (queue, loop, version) = (backups.queue, loop, settings.version)
        let finish = OnLoop(body)
        ledger.copy(to: path) { result in
            queue.async {
                let made = Result<Backup, any Error> {
                    var backup = Backup()
                    backup.id = id
                    backup.at = at
                    backup.audit = try result.get()
                    (backup.bytes, backup.sha256) = try BackupDesk.digest(of: path)
                    backup.version = version
                    return backup
                }
                loop.execute {
                    self.backups.finish(try? made.get())
                    switch made {
                    case .success(let backup): finish.body(.success(backup))
                    case .failure(let error):
                        self.logger.error("the ledger could not be copied", metadata: ["problem": "\(error)"])
                        finish.body(
                            .failure(
                                Refusal(
                                    .storageUnavailable, "the ledger could not be copied: \(error)",
                                    remedy: "look at the disk of the state directory: stationctl doctor")))
                    }
                    self.flushDirty()
                }
            }
        }
    }

    private func readBackup(_ id: BackupID, _ offset: Int64, for ref: RequestRef) {
        guard let (path, backup) = backups.find(id, for: ref.connection) else {
            return answer(ref, .refused(BrokerLoop.noSuchBackup(id)))
        }
        guard offset < backup.bytes else {
            return answer(
                ref, .refused(.invalidParams("offset", "must be less than \(backup.bytes), the length of the copy")))
        }
        backups.queue.async { [loop] in
            let part = Result { try BackupDesk.part(of: path, at: offset) }
            loop.execute {
                switch part {
                case .success(let data):
                    var reply = BackupRead.Reply()
                    reply.data = data
                    let next = offset + Int64(Limits.backupPartBytes)
                    if next < backup.bytes { reply.nextOffset = next }
                    self.answer(ref, .result(reply))
                case .failure(let error):
                    self.answer(
                        ref,
                        .refused(
                            Refusal(
                                .storageUnavailable, "the copy could not be read: \(error)",
                                remedy: "look at the disk of the state directory")))
                }
                self.flushDirty()
            }
        }
    }
}
