import Foundation
import StationProtocol

/// A directory of backups that name themselves after the moment they were made at, and of which the newest are kept.
struct BackupFolder {
    let path: String

    init(path: String) {
        // One slash, whatever was typed: the names are compared.
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    private static let prefix = "stationd-"
    private static let suffix = ".sqlite"
    /// `stationd-2026-11-22T184831Z.sqlite`: no colons, so that it can be copied anywhere; the names' order is the time's.
    private static var form: Regex<Substring> { #/^stationd-\d{4}-\d{2}-\d{2}T\d{6}Z(?:-\d+)?\.sqlite$/# }

    func file(of backup: Backup) -> String {
        let stamp = backup.at.text.prefix(19).replacing(":", with: "")
        let name = "\(path)/\(BackupFolder.prefix)\(stamp)Z"
        // Another one of the same second.
        let numbered = [""] + (2...99).map { "-\($0)" }
        let free = numbered.first { !SafeFile.isThere(name + $0 + BackupFolder.suffix) } ?? ""
        return name + free + BackupFolder.suffix
    }

    /// Removes all but the newest; nothing that has another form of name, and not the one just made, whatever times a wrong
    /// clock has given to others.
    ///
    /// - Returns: how many were removed.
    func keep(_ count: Int, with new: String) throws -> Int {
        let own = try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.wholeMatch(of: BackupFolder.form) != nil && "\(path)/\($0)" != new }.sorted()
        let old = own.dropLast(count - 1)
        for name in old {
            guard unlink("\(path)/\(name)") == 0 else {
                throw CommandFailure(
                    message: "\(path)/\(name) cannot be removed: \(String(cString: strerror(errno)))",
                    hint: "the new backup is there; look at the directory's owner and mode", code: Failure.output)
            }
        }
        return old.count
    }
}
