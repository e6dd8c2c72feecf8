import Foundation
import StationProtocol

/// A new file that only its owner can read, for temporary passwords to be handed over.
final class SecretFile {
    let path: String
    private(set) var isWritten = false
    private let descriptor: Int32

    /// - Throws: ``CommandFailure`` where there is a file of that name: nothing is overwritten.
    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                message: "\(path) cannot be made: \(String(cString: strerror(errno)))",
                hint: "name a file that does not exist yet, where you may write")
        }
        fchmod(descriptor, 0o600)
    }

    /// Writes all of them and sees to it that they are on disk.
    func write(_ given: [GivenPassword]) throws {
        isWritten = true
        let text = "username,temporary_password\n" + given.map { "\($0.username),\($0.password.text)\n" }.joined()
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure() }
    }

    private func failure() -> CommandFailure {
        CommandFailure(
            message: "\(path) cannot be written: \(String(cString: strerror(errno)))", hint: "nothing was imported")
    }

    func remove() {
        close(descriptor)
        unlink(path)
    }
}
