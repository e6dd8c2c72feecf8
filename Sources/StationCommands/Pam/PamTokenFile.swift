import Foundation
import StationProtocol

/// Where the token of an OS login's session is kept until its logout: in memory, and root's alone.
struct PamTokenFile {
    private static let directory = "/run/stationd-pam"
    private let path: String

    /// - Throws: ``CommandFailure`` where the directory cannot be made, or is not root's alone.
    ///
    /// - Parameter user: of the login. An environment may be the user's to write, and another's OS session in it.
    init(osSession: OSSessionID, user: UInt32) throws {
        if mkdir(PamTokenFile.directory, 0o700) != 0, errno != EEXIST { throw PamTokenFile.unusable }
        var status = stat()
        guard lstat(PamTokenFile.directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            status.st_uid == geteuid(), status.st_mode & 0o077 == 0
        else { throw PamTokenFile.unusable }
        path = "\(PamTokenFile.directory)/\(osSession).\(user)"
    }

    private static let unusable = CommandFailure(
        message: "\(directory) cannot be used", hint: "it must be root's alone: chmod 700 \(directory)")

    func write(_ token: Token) throws {
        // One of an earlier OS session of that name.
        unlink(path)
        let file = try SafeFile(at: path, mode: 0o600)
        try file.append(Data("\(token.text)\n".utf8))
        try file.place()
    }

    /// Reads it and removes it; nil where there is none.
    func take() -> Token? {
        defer { unlink(path) }
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return Token(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
