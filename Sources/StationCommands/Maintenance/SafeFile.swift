import Foundation

/// A file that is there whole or not at all, under its own name: written without a name, brought to disk, then named. Whoever
/// is interrupted leaves nothing behind.
final class SafeFile {
    let path: String
    private let directory: String
    /// Its name for the moment in which it takes the place of another one; where the file system knows no files without a
    /// name, from the beginning.
    private let temporary: String
    private let descriptor: CInt
    private let isNamed: Bool
    private var isPlaced = false

    /// - Parameter mode: of the file, whatever the umask.
    /// - Throws: ``UsageError`` for a path that is there and no regular file, ``CommandFailure`` when it cannot be made.
    init(at path: String, mode: mode_t) throws {
        try SafeFile.check(path)
        self.path = path
        directory = SafeFile.directory(of: path)
        temporary = "\(path).\(getpid()).part"
        // glibc's O_TMPFILE, which Swift does not import: it has O_DIRECTORY in it.
        let unnamed = open(directory, 0o20_000_000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o600)
        isNamed = unnamed < 0
        descriptor =
            unnamed >= 0 ? unnamed : open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SafeFile.problem("\(path) cannot be made") }
        guard fchmod(descriptor, mode) == 0 else { throw SafeFile.problem("\(path) cannot be given its mode") }
    }

    deinit {
        close(descriptor)
        if isNamed, !isPlaced { unlink(temporary) }
    }

    /// Whether something is there under this name, a link that leads nowhere included.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// A device that is written to, or a link, must not become a file in silence.
    private static func check(_ path: String) throws {
        guard !path.isEmpty else { throw UsageError(message: "the file has no name", hint: "name one") }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
        throw UsageError(
            message: "\(path) is there and is no regular file", hint: "name another one, or what a link leads to")
    }

    func append(_ data: Data) throws {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SafeFile.problem("\(path) cannot be written") }
            rest = rest.dropFirst(count)
        }
    }

    /// Gives it its name; what had it before is gone.
    func place() throws {
        guard fsync(descriptor) == 0 else { throw SafeFile.problem("\(path) cannot be brought to disk") }
        if !isNamed {
            guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else {
                throw SafeFile.problem("\(path) cannot be given a name")
            }
        }
        guard rename(temporary, path) == 0 else {
            let failure = SafeFile.problem("\(path) cannot be given its name")
            unlink(temporary)
            throw failure
        }
        isPlaced = true
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func problem(_ what: String) -> CommandFailure {
        CommandFailure(
            message: "\(what): \(String(cString: strerror(errno)))",
            hint: "look at the directory's owner, mode and room",
            code: Failure.output)
    }
}
