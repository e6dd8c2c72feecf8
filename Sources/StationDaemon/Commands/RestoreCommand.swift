import ArgumentParser
import Foundation
import StationHost
import StationProtocol
import StationStore

/// `stationd restore`: a backup in the place of the ledger.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the ledger, while the daemon is stopped.",
        discussion: """
            The backup is looked through first: the database, the audit's chain, the version. Sessions that were on when it \
            was made are ended, and fences go on from the greatest that is known, so that no old one comes again. \
            The ledger that was there is kept beside the new one.

            Stop the daemon and its socket first: systemctl stop stationd.socket stationd.service
            """)

    @OptionGroup var place: ConfigurationOptions
    @Option(help: ArgumentHelp("The directory of the ledger.", valueName: "dir"), completion: .directory)
    var stateDirectory: String?
    @Flag(help: "Only look through the backup; the daemon may run.") var check = false
    @Argument(help: "The backup, as stationctl backup made it.", completion: .file()) var file: String

    func run() async throws {
        try await DaemonCommand.explaining {
            // Opening what is no file, a pipe say, might wait for ever.
            guard RestoreCommand.isRegular(file) else {
                throw HostError("\(file) is no regular file", remedy: "name a backup that stationctl backup made")
            }
            guard let source = FileHandle(forReadingAtPath: file) else {
                throw HostError("\(file) cannot be read", remedy: "check its path, owner and mode")
            }
            if check { return try look(source) }
            let standard = FileManager.default.fileExists(atPath: ConfigurationFile.standard)
            let file = place.file ?? (standard && stateDirectory == nil ? ConfigurationFile.standard : nil)
            let configuration = try await ConfigurationReader.read(file: file)
            try restore(source, into: stateDirectory ?? configuration.stateDirectory)
        }
    }

    /// Whether it may be a backup; what is not there is said to be missing when it is opened.
    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    private func restore(_ source: FileHandle, into directory: String) throws {
        umask(0o077)
        let user = getuid()
        // What is made belongs to the daemon's user, whoever restores.
        try StateDirectory.becomeOwner(of: directory)
        let state = try StateDirectory(path: directory)
        let now = Timestamp(milliseconds: HostClock.wallMilliseconds)
        let done = try LedgerRestoration(from: source, into: directory, at: now, by: user)
        withExtendedLifetime(state) {}
        say("restored   \(directory)/\(Ledger.fileName), with the audit up to record \(done.inspection.audit.seq)")
        say("sessions   \(done.ended) of the backup ended")
        if let kept = done.kept { say("kept       \(kept): the ledger that was there before, for you to remove") }
        if done.kept != nil, done.replacedFence == nil {
            say("note       that one could not be read: fences go on by the clock, which must not be behind")
        }
        say("next       systemctl start stationd.socket")
    }

    private func look(_ source: FileHandle) throws {
        let directory = NSTemporaryDirectory() + "stationd-check-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(atPath: directory) }
        let inspection = try LedgerInspection(copying: source, into: directory)
        say("audit      \(inspection.auditRecords) records, up to \(inspection.audit.seq):\(inspection.audit.hash)")
        say("sessions   \(inspection.sessions) were on; restoring ends them")
        guard inspection.problems.isEmpty else {
            throw LedgerError(
                message: "the backup is damaged: \(inspection.problems.joined(separator: "; "))",
                remedy: "take another one")
        }
        say("good       it can be restored")
    }

    private func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }
}
