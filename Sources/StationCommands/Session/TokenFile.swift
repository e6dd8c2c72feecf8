import Foundation
import StationProtocol

/// Where `login --background` leaves a session's token for `logout`: a file of mode 0600 in the user's runtime directory.
struct TokenFile {
    let path: String

    /// - Throws: ``CommandFailure`` when there is no directory that is the user's alone.
    init(organization: Slug, account: Username) throws {
        path = "\(try TokenFile.directory())/\(organization).\(account).token"
    }

    /// `$XDG_RUNTIME_DIR/stationctl`, or where the OS gives none, a directory of the user's own under /tmp.
    static func directory() throws -> String {
        let runtime = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        let directory = runtime.map { "\($0)/stationctl" } ?? "/tmp/stationctl-\(geteuid())"
        if mkdir(directory, 0o700) != 0, errno != EEXIST {
            throw CommandFailure(
                message: "\(directory) cannot be made: \(String(cString: strerror(errno)))", hint: "set XDG_RUNTIME_DIR"
            )
        }
        var status = stat()
        guard lstat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0
        else {
            throw CommandFailure(
                message: "\(directory) is not a directory of yours alone", hint: "remove it, or set XDG_RUNTIME_DIR")
        }
        return directory
    }

    func write(_ token: Token) throws {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                message: "\(path) cannot be written: \(String(cString: strerror(errno)))", hint: "remove it")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data("\(token.text)\n".utf8))
    }

    func read() throws -> Token {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        guard let token = Token(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CommandFailure(
                message: "there is no session left by login --background (\(path))",
                hint: "stationctl session list shows who is logged in")
        }
        return token
    }

    func remove() { unlink(path) }
}
