import Foundation

/// A file that is there whole or not at all, under its own name: written beside it, brought to disk, then renamed.
final class SafeFile {
    let path: String
    private let temporary: String
    private let descriptor: CInt
    private var isPlaced = false

    /// - Parameter mode: of the file, whatever the umask.
    /// - Throws: ``CommandFailure`` when it cannot be made.
    init(at path: String, mode: mode_t) throws {
        self.path = path
        temporary = "\(path).\(getpid()).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SafeFile.problem("\(temporary) cannot be made") }
        guard fchmod(descriptor, mode) == 0 else { throw SafeFile.problem("\(temporary) cannot be given its mode") }
    }

    deinit {
        close(descriptor)
        if !isPlaced { unlink(temporary) }
    }

    func append(_ data: Data) throws {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SafeFile.problem("\(temporary) cannot be written") }
            rest = rest.dropFirst(count)
        }
    }

    /// Gives it its name; what had it before is gone.
    func place() throws {
        guard fsync(descriptor) == 0 else { throw SafeFile.problem("\(temporary) cannot be brought to disk") }
        guard rename(temporary, path) == 0 else { throw SafeFile.problem("\(path) cannot be given its name") }
        isPlaced = true
        let directory = open((path as NSString).deletingLastPathComponent + "/.", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    private static func problem(_ what: String) -> CommandFailure {
        CommandFailure(
            message: "\(what): \(String(cString: strerror(errno)))",
            hint: "look at the directory's owner, mode and room",
            code: Failure.output)
    }
}
