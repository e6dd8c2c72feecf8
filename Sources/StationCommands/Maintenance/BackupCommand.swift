import ArgumentParser
import Crypto
import Foundation
import StationClient
import StationProtocol

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Take a consistent copy of the ledger while the broker serves.",
        discussion: """
            The file must not be there yet, unless --force is given; in a directory the copy is named after the time. It holds the hashes of \
            passwords: it is made readable by you alone, keep it so. stationd restore FILE --check looks through it, \
            stationd restore FILE puts it back.
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "Where to write it: a file, or a directory.", completion: .file()) var file: String
    @Option(help: ArgumentHelp("In a directory: keep only so many of the backups made there.", valueName: "count"))
    var keep: Int?
    @Flag(help: "Write over a file that is there.") var force = false

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError("--keep must be at least 1.") }
    }

    func run() async throws {
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory)
        guard !file.isEmpty else { throw UsageError(message: "the file has no name", hint: "name one, or a directory") }
        if keep != nil, !isDirectory.boolValue {
            throw UsageError(
                message: "--keep goes with a directory, and \(file) is none", hint: "make it: mkdir \(file)")
        }
        guard !SafeFile.isThere(file) || isDirectory.boolValue || force else {
            throw UsageError(message: "\(file) is there already", hint: "name another one, or say --force")
        }
        let client = try await connection.connect()
        Terminal.progress("the broker copies its ledger")
        defer { Terminal.progress("", isLast: true) }
        let backup = try await client.call(BackupCreate()).backup
        let folder = isDirectory.boolValue ? BackupFolder(path: file) : nil
        let path = folder?.file(of: backup) ?? file
        try await fetch(backup, to: path, client)
        let removed = try keep.map { try folder?.keep($0, with: path) ?? 0 }
        Terminal.progress("", isLast: true)
        var facts = [
            ("backup", path), ("size", ByteCount.text(backup.bytes)), ("made", Words.time(backup.at)),
            ("sha256", backup.sha256), ("audit's head", "\(backup.audit.seq):\(backup.audit.hash)"),
        ]
        if let removed, removed > 0 { facts.append(("older ones removed", "\(removed)")) }
        Output(json: ["file": .string(path), "backup": backup.json], body: .facts(facts)).show(connection.output)
    }

    private func fetch(_ backup: Backup, to path: String, _ client: StationClient) async throws {
        let file = try SafeFile(at: path, mode: 0o600)
        var hash = SHA256()
        var call = BackupRead()
        call.backup = backup.id
        while true {
            let part = try await client.call(call)
            guard let data = Data(base64Encoded: part.data) else { throw BackupCommand.damaged }
            hash.update(data: data)
            try file.append(data)
            guard let next = part.nextOffset else { break }
            call.offset = next
            Terminal.progress("\(ByteCount.text(next)) of \(ByteCount.text(backup.bytes)) written")
        }
        let digest = hash.finalize().map { String(format: "%02x", $0) }.joined()
        guard digest == backup.sha256 else { throw BackupCommand.damaged }
        try file.place()
        var remove = BackupRemove()
        remove.backup = backup.id
        _ = try await client.call(remove)
    }

    private static let damaged = CommandFailure(
        message: "what arrived is not what the broker copied; nothing was written", hint: "try again")
}
